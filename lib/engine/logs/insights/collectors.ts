import { type Aggregate, makeAggregate } from "./aggregates.ts";
import { compileExpression, type Evaluate, type QueryContext } from "./evaluate.ts";
import { malformedQuery } from "./malformed-query.ts";
import type { Expression, NamedExpression, SortKey } from "./query-syntax.ts";
import { Row } from "./row.ts";
import { asNumber, compare, groupKey, Timestamp, type Value } from "./value.ts";

/** Takes the rows of a query's part and gives back what it comes to, at any time. */
export interface Collector {
  add(row: Row): void;
  rows(): Row[];
  /** No further row can change the result. */
  readonly full: boolean;
}

/** What a query may hold in memory at most: rows or groups, and the text of rows. */
const groupsAtMost = 100_000;
const textAtMost = 256 * 1024 * 1024;

/** A query that would need more memory than it gets; its status becomes Failed. */
export class QueryTooLarge extends Error {}

/**
 * Keeps the first `limit` rows in an order, in that of arrival when there is none; with `dedup`, the
 * first row of each combination of values.
 */
export class Listing implements Collector {
  readonly #keys: readonly SortKey[];
  readonly #dedup: readonly string[] | undefined;
  readonly #limit: number;
  #rows: Row[] = [];
  #byKey = new Map<string, Row>();
  #textLength = 0;

  constructor(keys: readonly SortKey[], dedup: readonly string[] | undefined, limit: number) {
    this.#keys = keys;
    this.#dedup = dedup;
    this.#limit = limit;
  }

  get full(): boolean {
    const held = this.#dedup ? this.#byKey.size : this.#rows.length;
    return this.#keys.length === 0 && held >= this.#limit;
  }

  add(row: Row): void {
    if (this.full) return;
    if (this.#dedup) {
      const key = groupKey(this.#dedup.map((name) => row.field(name)));
      const known = this.#byKey.get(key);
      if (known && (this.#keys.length === 0 || this.#order(known, row) <= 0)) return;
      this.#byKey.set(key, row);
    } else this.#rows.push(row);
    this.#textLength += row.event?.event.message.length ?? 0;
    const held = this.#dedup ? this.#byKey.size : this.#rows.length;
    if (held > 2 * this.#limit + 1_000 || this.#textLength > textAtMost) this.#cut();
  }

  rows(): Row[] {
    this.#cut();
    return this.#dedup ? [...this.#byKey.values()] : [...this.#rows];
  }

  /** Lets go of what is behind the limit. */
  #cut(): void {
    const order = (one: Row, other: Row) => this.#order(one, other);
    if (this.#dedup) {
      const entries = [...this.#byKey];
      if (this.#keys.length > 0) entries.sort(([, one], [, other]) => order(one, other));
      this.#byKey = new Map(entries.slice(0, this.#limit));
    } else {
      if (this.#keys.length > 0) this.#rows.sort(order);
      this.#rows = this.#rows.slice(0, this.#limit);
    }
    const left = this.#dedup ? this.#byKey.values() : this.#rows;
    this.#textLength = 0;
    for (const row of left) this.#textLength += row.event?.event.message.length ?? 0;
    if (this.#textLength > textAtMost)
      throw new QueryTooLarge("The rows of this query are too large; ask for fewer with limit.");
  }

  #order(one: Row, other: Row): number {
    for (const [index, { descending }] of this.#keys.entries()) {
      const order = compare(one.order[index], other.order[index]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  }
}

interface Group {
  keys: Value[];
  aggregates: Aggregate[];
}

/** `stats`: aggregates of rows by the values of other expressions. */
export class Grouping implements Collector {
  readonly #by: { name: string; evaluate: Evaluate }[];
  readonly #calls: { make: () => Aggregate; argument: Evaluate | undefined }[] = [];
  readonly #values: { name: string; evaluate: Evaluate }[];
  readonly #groups = new Map<string, Group>();
  /** The results of the group whose values are computed just now. */
  #current: readonly Value[] = [];
  readonly full = false;

  constructor(
    values: readonly NamedExpression[],
    by: readonly NamedExpression[],
    context: QueryContext,
  ) {
    this.#by = by.map(({ name, expression }) => ({
      name,
      evaluate: compileExpression(expression, context),
    }));
    const aggregate = (call: Extract<Expression, { kind: "call" }>) =>
      this.#readCall(call, context);
    this.#values = values.map(({ name, expression }) => ({
      name,
      evaluate: compileExpression(expression, { ...context, aggregate }),
    }));
  }

  add(row: Row): void {
    const keys = this.#by.map(({ evaluate }) => evaluate(row));
    const key = groupKey(keys);
    let group = this.#groups.get(key);
    if (!group) {
      if (this.#groups.size >= groupsAtMost)
        throw new QueryTooLarge(`stats makes more than ${groupsAtMost} groups.`);
      group = { keys, aggregates: this.#calls.map(({ make }) => make()) };
      this.#groups.set(key, group);
    }
    const time = asNumber(row.field("@timestamp"));
    for (const [index, { argument }] of this.#calls.entries())
      group.aggregates[index]?.add(argument ? argument(row) : 1, time);
  }

  /** The groups in order of their times, where they have some, else as they came. */
  rows(): Row[] {
    const groups = [...this.#groups.values()];
    const time = this.#by.findIndex((_, index) => groups[0]?.keys[index] instanceof Timestamp);
    if (time >= 0) groups.sort((one, other) => compare(one.keys[time], other.keys[time]));
    return groups.map((group) => this.#rowOf(group));
  }

  #rowOf({ keys, aggregates }: Group): Row {
    const row = new Row();
    for (const [index, { name }] of this.#by.entries()) row.set(name, keys[index]);
    this.#current = aggregates.map((aggregate) => aggregate.result());
    for (const { name, evaluate } of this.#values) row.set(name, evaluate(row));
    return row;
  }

  /** A call of an aggregate within a value: kept for each group, read back from the group's results. */
  #readCall(
    call: Extract<Expression, { kind: "call" }>,
    context: QueryContext,
  ): Evaluate | undefined {
    const { name, args, span } = call;
    const parameter = args[1]?.kind === "literal" ? asNumber(args[1].value) : undefined;
    if (makeAggregate(name, parameter) === undefined) return undefined;
    const takesPercentage = name === "pct" || name === "percentile";
    if (
      args.length !== (takesPercentage ? 2 : 1) &&
      !(name.startsWith("count") && args.length === 0)
    )
      throw malformedQuery(
        takesPercentage
          ? `${name} takes a field and a percentage`
          : `${name} takes one field, not ${args.length}`,
        span,
      );
    if (takesPercentage && (parameter === undefined || parameter < 0 || parameter > 100))
      throw malformedQuery(`the percentage of ${name} must be from 0 to 100`, span);
    const index = this.#calls.length;
    this.#calls.push({
      make: () => makeAggregate(name, parameter)!,
      argument: args[0] && compileExpression(args[0], context),
    });
    return () => this.#current[index];
  }
}
