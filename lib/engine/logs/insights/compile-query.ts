import { type Collector, Grouping, Listing } from "./collectors.ts";
import { compileExpression, type QueryContext } from "./evaluate.ts";
import { EventFields, type QueriedEvent } from "./event-fields.ts";
import { neededByFilters } from "./needed-by-filters.ts";
import { compileParse } from "./parse-text.ts";
import type { Command, NamedExpression, SortKey } from "./query-syntax.ts";
import { readQuery } from "./read-query.ts";
import { Row } from "./row.ts";
import { asBoolean, asText, type Value } from "./value.ts";
import { writePointer } from "../event-pointer.ts";
import type { NeededText } from "../needed-text.ts";

/** One line of a result: fields by name, in order. Fields that an event does not have are left out. */
export type ResultRow = { field: string; value: string }[];

/** A command that changes, adds or drops single rows. */
type Step = (row: Row, pass: (row: Row) => void) => void;

/** Commands on single rows, and what they are gathered in. */
interface Part {
  steps: Step[];
  collector: Collector;
}

const rowsAtMost = 100_000;
const elementsAtMost = 10_000;

/** A query at work: events go in, results can be read at any time. */
export interface RunningQuery {
  /** Text without which an event is not part of the answer. */
  needed: NeededText;
  /** The order in which the query takes events. */
  descending: boolean;
  /** No further event can change the result. */
  readonly full: boolean;
  /** A full query need not look at the rest (`limit any`). */
  stopsWhenFull: boolean;
  /** Every event of the range is part of the answer: those that come when it is full need only be counted. */
  takesAll: boolean;
  add(event: QueriedEvent): void;
  /** How many of the events passed the filters so far. */
  readonly matched: number;
  results(): ResultRow[];
}

/**
 * Compiles a query. Throws MalformedQueryException. `limit` is what the caller sets beside the query;
 * with `manySources` the events do not come in order of time.
 */
export function compileQuery(
  text: string,
  options: QueryContext & { limit?: number | undefined; manySources?: boolean },
): RunningQuery {
  const commands = readQuery(text);
  const limit =
    options.limit ?? (commands.some(({ kind }) => kind === "limit") ? rowsAtMost : 10_000);
  const order = naturalOrder(commands, options.manySources ?? false);
  const parts = divide(order.commands, { ...options, limit });
  const [first, ...rest] = parts as [Part, ...Part[]];
  const { columns, ofEvents } = columnsOf(commands);
  let matched = 0;
  const push = (part: Part, row: Row) =>
    run(part.steps, 0, row, (passed) => {
      if (part === first) matched++;
      part.collector.add(passed);
    });
  return {
    needed: neededByFilters(commands),
    descending: order.descending,
    get full() {
      return first.collector.full;
    },
    stopsWhenFull: commands.some((command) => command.kind === "limit" && command.any),
    takesAll: first.steps.every((step) => !selective.has(step)),
    add: (event) => push(first, new Row(new EventFields(event))),
    get matched() {
      return matched;
    },
    results() {
      let rows = first.collector.rows();
      // The later parts are small: they are computed anew from what the first has so far.
      for (const part of rest.length === 0
        ? []
        : divide(order.commands, { ...options, limit }).slice(1)) {
        for (const row of rows) push(part, row.copy());
        rows = part.collector.rows();
      }
      return rows.slice(0, limit).map((row) => resultOf(row, columns, ofEvents));
    },
  };
}

function run(steps: readonly Step[], index: number, row: Row, end: (row: Row) => void): void {
  const step = steps[index];
  if (step) step(row, (passed) => run(steps, index + 1, passed, end));
  else end(row);
}

/**
 * The newest event comes first unless the query sorts by time the other way, which is then the order
 * in which events are taken; one by anything else is the collector's work.
 */
function naturalOrder(
  commands: readonly Command[],
  manySources: boolean,
): { commands: Command[]; descending: boolean } {
  const byTime: SortKey = { field: "@timestamp", descending: true };
  const at = commands.findIndex(
    ({ kind }) => kind !== "fields" && kind !== "filter" && kind !== "parse" && kind !== "display",
  );
  const command = commands[at];
  const sort = command?.kind === "sort" ? command : undefined;
  const renamed = commands.some(
    (each) =>
      each.kind === "fields" &&
      each.fields.some(
        ({ name, expression }) => name === "@timestamp" && expression.kind !== "field",
      ),
  );
  if (manySources) {
    return sort || command?.kind === "stats"
      ? { commands: [...commands], descending: true }
      : { commands: [{ kind: "sort", keys: [byTime] }, ...commands], descending: true };
  }
  const [key] = sort?.keys ?? [];
  if (!sort || sort.keys.length !== 1 || key?.field !== "@timestamp" || renamed)
    return { commands: [...commands], descending: true };
  return { commands: commands.filter((each) => each !== sort), descending: key.descending };
}

/** Steps that can drop rows or make several of one. */
const selective = new WeakSet<Step>();

/** Divides the commands at those that need all rows before them. */
function divide(commands: readonly Command[], options: QueryContext & { limit: number }): Part[] {
  const parts: Part[] = [];
  let steps: Step[] = [];
  let keys: readonly SortKey[] = [];
  let dedup: readonly string[] | undefined;
  const end = (collector: Collector) => {
    parts.push({ steps, collector });
    [steps, keys, dedup] = [[], [], undefined];
  };
  for (const command of commands) {
    switch (command.kind) {
      case "fields":
      case "display":
        steps.push(addFields(command.fields, options));
        break;
      case "parse":
        steps.push(
          passing(compileParse(compileExpression(command.source, options), command.pattern)),
        );
        break;
      case "filter": {
        const condition = compileExpression(command.condition, options);
        steps.push(selecting((row, pass) => void (asBoolean(condition(row)) && pass(row))));
        break;
      }
      case "unnest":
        steps.push(selecting(unnest(command, options)));
        break;
      case "sort": {
        keys = command.keys;
        const names = keys.map(({ field }) => field);
        steps.push(passing((row) => void (row.order = names.map((name) => row.field(name)))));
        break;
      }
      case "dedup":
        dedup = command.fields;
        break;
      case "limit":
        end(new Listing(keys, dedup, command.count));
        break;
      case "stats":
        end(new Grouping(command.values, command.by, options));
        break;
    }
  }
  const last = parts.at(-1);
  if (!last || steps.length > 0 || keys.length > 0 || dedup)
    end(new Listing(keys, dedup, options.limit));
  return parts;
}

function passing(change: (row: Row) => void): Step {
  return (row, pass) => {
    change(row);
    pass(row);
  };
}

function selecting(step: Step): Step {
  selective.add(step);
  return step;
}

function addFields(fields: readonly NamedExpression[], context: QueryContext): Step {
  const computed = fields
    .filter(({ name, expression }) => expression.kind !== "field" || expression.name !== name)
    .map(({ name, expression }) => ({ name, evaluate: compileExpression(expression, context) }));
  return passing((row) => {
    for (const { name, evaluate } of computed) row.set(name, evaluate(row));
  });
}

/** One row for each element of a list; a row without a list stays as it is. */
function unnest(
  { source, name }: Extract<Command, { kind: "unnest" }>,
  context: QueryContext,
): Step {
  const evaluate = compileExpression(source, context);
  return (row, pass) => {
    const list = asList(evaluate(row));
    if (!list) return pass(row);
    for (const element of list.slice(0, elementsAtMost)) {
      const copy = row.copy();
      copy.set(
        name,
        element === null || typeof element === "number"
          ? asText(element as Value)
          : (element as Value),
      );
      pass(copy);
    }
  };
}

function asList(value: Value): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== "string" || !value.trimStart().startsWith("[")) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? (parsed as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}

/** What is shown: what the last `display` names, or all that was named; groups have no `@ptr`. */
function columnsOf(commands: readonly Command[]): { columns: string[]; ofEvents: boolean } {
  let columns: string[] = [];
  let chosen = false;
  let displayed = false;
  let ofEvents = true;
  const add = (names: readonly string[]) => {
    columns = [...columns, ...names.filter((name) => !columns.includes(name))];
  };
  for (const command of commands) {
    if (command.kind === "stats") {
      columns = [...command.by, ...command.values].map(({ name }) => name);
      [chosen, displayed, ofEvents] = [true, false, false];
    } else if (command.kind === "display") {
      columns = command.fields.map(({ name }) => name);
      [chosen, displayed] = [true, true];
    } else if (command.kind === "fields" && !displayed) {
      if (!chosen) columns = [...columns];
      add(command.fields.map(({ name }) => name));
      chosen = true;
    } else if (command.kind === "parse" && !displayed)
      add(command.pattern.kind === "logfmt" ? [command.pattern.alias] : command.pattern.names);
    else if (command.kind === "unnest" && !displayed) add([command.name]);
  }
  return { columns: chosen ? columns : ["@timestamp", "@message", ...columns], ofEvents };
}

function resultOf(row: Row, columns: readonly string[], ofEvents: boolean): ResultRow {
  const result = columns.flatMap((field) => {
    const value = asText(row.field(field));
    return value === undefined ? [] : [{ field, value }];
  });
  return ofEvents && row.event && !columns.includes("@ptr")
    ? [...result, { field: "@ptr", value: writePointer(row.event.event) }]
    : result;
}
