import {
  FilterPatternError,
  operatorNames,
  type PatternLanguage,
  readRules,
  type Rule,
  ruleHolds,
} from "./filter-rules";

/**
 * Patterns of the services that filter events, as AWS documents them, to check one while it is typed and before it is
 * sent. The local cloud judges events with its own implementation, as AWS does: only the API lies between them.
 */

/** A field of the pattern that an event does not fit. */
export interface Miss {
  /** `body.type`; of alternatives that all fail: `$or`. */
  path: string;
  /** The rules as they stand in the pattern, as JSON. */
  wanted: string;
  /** As JSON; undefined: the event has no such value. */
  found?: string;
}

/** A filter that is ready to judge events. */
export interface Filter {
  matches(event: unknown): boolean;
  /** The fields that the event does not fit; empty where it matches. */
  misses(event: unknown): Miss[];
}

type Node = { fields: Field[]; alternatives: { path: string; nodes: Node[] }[] };
type Field = { name: string; path: string } & (
  | { rules: readonly Rule[]; text: string }
  | { node: Node }
);

/** SNS: "Filter policy constraints". */
const mostKeys = 5;
const mostCombinations = 150;

/** Parses and checks one pattern. Throws FilterPatternError. */
export function parseFilter(text: string, language: PatternLanguage = "mapping"): Filter {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new FilterPatternError("the pattern is not valid JSON");
  }
  if (!isObject(pattern)) throw new FilterPatternError("the pattern is not a JSON object");
  const isEmpty = Object.keys(pattern).length === 0;
  if (isEmpty && language === "rule") throw new FilterPatternError("the pattern has no field");
  const node = readNode(pattern, "", language);
  if (language === "attributes" || language === "body") checkSize(node);
  const misses = (event: unknown) =>
    missesOf(node, language === "mapping" ? withParsedData(pattern, event) : event);
  return { misses, matches: (event) => misses(event).length === 0 };
}

/** What is wrong with a pattern, as a sentence; undefined when AWS takes it. */
export function patternProblem(text: string, language: PatternLanguage): string | undefined {
  try {
    parseFilter(text, language);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return `${said[0]?.toUpperCase()}${said.slice(1)}.`;
  }
}

function readNode(pattern: Record<string, unknown>, path: string, language: PatternLanguage): Node {
  const node: Node = { fields: [], alternatives: [] };
  for (const [name, wanted] of Object.entries(pattern)) {
    const where = path === "" ? name : `${path}.${name}`;
    if (name === "$or" && isAlternatives(wanted)) {
      const nodes = wanted.map((one) => readNode(one, path, language));
      node.alternatives.push({ path: where, nodes });
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw new FilterPatternError(`${where} is an empty list`);
      const rules = readRules(wanted, where, language);
      node.fields.push({ name, path: where, rules, text: JSON.stringify(wanted) });
    } else if (isObject(wanted)) {
      if (language === "attributes")
        throw new FilterPatternError(
          `${where} is an object, and a filter policy on attributes has no nested fields`,
        );
      if (Object.keys(wanted).length === 0)
        throw new FilterPatternError(`${where} is an empty object`);
      node.fields.push({ name, path: where, node: readNode(wanted, where, language) });
    } else throw new FilterPatternError(`${where} is neither a list nor an object`);
  }
  return node;
}

function checkSize(node: Node): void {
  const lists = leavesOf(node);
  if (lists.length > mostKeys)
    throw new FilterPatternError(`a filter policy has at most ${mostKeys} keys`);
  const combinations = lists.reduce((product, { rules }) => product * rules.length, 1);
  if (combinations > mostCombinations)
    throw new FilterPatternError(
      `the values combine in ${combinations} ways, and a filter policy may have ${mostCombinations}`,
    );
}

function leavesOf({ fields, alternatives }: Node): { rules: readonly Rule[] }[] {
  return [
    ...fields.flatMap((field) => ("node" in field ? leavesOf(field.node) : [field])),
    ...alternatives.flatMap(({ nodes }) => nodes.flatMap(leavesOf)),
  ];
}

/** Objects in a list: one of them must fit whole, so that fields of two are not mixed. */
function missesOf(node: Node, value: unknown): Miss[] {
  if (!Array.isArray(value)) return missesOfOne(node, value);
  const each = value.map((element) => missesOf(node, element));
  const [fewest = missesOfOne(node, undefined)] = each.toSorted((a, b) => a.length - b.length);
  return fewest;
}

function missesOfOne({ fields, alternatives }: Node, value: unknown): Miss[] {
  return [
    ...fields.flatMap((field) => {
      const found = valueAt(value, field.name);
      if ("node" in field) return missesOf(field.node, found);
      if (fits(field.rules, found)) return [];
      return [
        {
          path: field.path,
          wanted: field.text,
          found: found === undefined ? undefined : JSON.stringify(found),
        },
      ];
    }),
    ...alternatives.flatMap(({ path, nodes }) => {
      const each = nodes.map((node) => missesOf(node, value));
      if (each.some((misses) => misses.length === 0)) return [];
      const tried = [...new Set(each.flat().map((miss) => `${miss.path}: ${miss.wanted}`))];
      return [{ path, wanted: tried.join(" or ") }];
    }),
  ];
}

/** A list in the event matches when any of its values does; an empty one is no value. */
function fits(rules: readonly Rule[], found: unknown): boolean {
  const leaves = [found].flat(64).filter((leaf) => leaf !== undefined && !isObject(leaf));
  return rules.some((rule) => ruleHolds(rule, leaves));
}

/** AWS joins the names of a path with dots, so that `a.b` may be one name or two. */
function valueAt(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const dot = name.indexOf(".");
  return dot < 0 ? undefined : valueAt(valueAt(value, name.slice(0, dot)), name.slice(dot + 1));
}

/** What a mapping parses for its filters: the body of a message, the data of a record, the value of Kafka's. */
const dataKeys = ["body", "data", "value"] as const;

/**
 * Data is compared as JSON when the pattern for it is an object, else as plain text. When only one of the two is JSON,
 * nothing matches and the record is dropped. Source: "Filter rule syntax", the behavior tables.
 */
function withParsedData(pattern: Record<string, unknown>, event: unknown): unknown {
  if (!isObject(event)) return event;
  const changed: Record<string, unknown> = {};
  for (const key of dataKeys) {
    const wanted = pattern[key];
    const text = event[key];
    if (wanted === undefined || typeof text !== "string") continue;
    const parsed = parseObject(text);
    if (isObject(wanted)) changed[key] = parsed;
    else if (parsed !== undefined) changed[key] = undefined;
  }
  return { ...event, ...changed };
}

/** `$or` with a list of patterns; a field may also be called `$or` and hold plain values. */
function isAlternatives(wanted: unknown): wanted is Record<string, unknown>[] {
  return (
    Array.isArray(wanted) &&
    wanted.length > 1 &&
    wanted.every(
      (one) => isObject(one) && !Object.keys(one).some((name) => operatorNames.includes(name)),
    )
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
