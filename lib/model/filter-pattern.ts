/**
 * Event filter patterns as AWS documents them, to check a filter while it is typed and before it is sent. The
 * local cloud judges records with its own implementation, as AWS does: only the API lies between them.
 */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

/** A filter that is ready to judge records. */
export interface Filter {
  matches(record: Readonly<Record<string, unknown>>): boolean;
}

/** Thrown for a pattern that AWS would refuse; the message says why. */
class FilterPatternError extends Error {}

/** Parses and checks one filter pattern. Throws FilterPatternError. */
export function parseFilter(text: string): Filter {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new FilterPatternError("the pattern is not valid JSON");
  }
  if (!isObject(pattern)) throw new FilterPatternError("the pattern is not a JSON object");
  checkPattern(pattern, "");
  return { matches: (record) => matchesObject(pattern, withParsedBody(pattern, record)) };
}

/**
 * A body is compared as JSON when the pattern for it is an object, else as plain text. When only one of
 * the two is JSON, nothing matches and the record is dropped.
 */
function withParsedBody(
  pattern: JsonObject,
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { body } = pattern;
  if (body === undefined || typeof record.body !== "string") return record;
  const parsed = parseObject(record.body);
  if (isObject(body)) return { ...record, body: parsed };
  return parsed === undefined ? record : { ...record, body: undefined };
}

function matchesObject(pattern: JsonObject, value: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or" && isAlternatives(wanted))
      return wanted.some((alternative) => matchesObject(alternative, value));
    const found = isObject(value) ? value[name] : undefined;
    if (Array.isArray(wanted)) return wanted.some((rule) => matchesLeaf(rule, found));
    return isObject(wanted) && matchesObject(wanted, found);
  });
}

/** One element of a leaf's list against a value; a list in the record matches when any element does. */
function matchesLeaf(rule: Json, found: unknown): boolean {
  if (isObject(rule) && "exists" in rule) return rule.exists === isLeaf(found);
  if (Array.isArray(found)) return found.some((element) => matchesLeaf(rule, element));
  if (found === undefined || isObject(found)) return false;
  if (!isObject(rule)) return sameValue(rule, found);
  const [operator, argument] = Object.entries(rule)[0] ?? [];
  switch (operator) {
    case "prefix":
    case "suffix":
      return typeof found === "string" && hasEdge(operator, argument, found);
    case "equals-ignore-case":
      return sameIgnoringCase(argument, found);
    case "anything-but":
      return !isAmong(argument, found);
    case "numeric":
      return typeof found === "number" && inRange(argument, found);
    default:
      return false;
  }
}

function isAmong(argument: Json | undefined, found: unknown): boolean {
  if (Array.isArray(argument)) return argument.some((element) => isAmong(element, found));
  if (isObject(argument)) return matchesLeaf(argument, found);
  return argument !== undefined && sameValue(argument, found);
}

/** Numbers are the same when their text is: 300, 300.0 and 3.0e2 parse to one text here. */
function sameValue(wanted: Json, found: unknown): boolean {
  return typeof wanted === typeof found && String(wanted) === String(found);
}

function hasEdge(edge: "prefix" | "suffix", argument: Json | undefined, found: string): boolean {
  if (isObject(argument)) {
    const text = argument["equals-ignore-case"];
    return typeof text === "string" && hasEdge(edge, text.toLowerCase(), found.toLowerCase());
  }
  if (typeof argument !== "string") return false;
  return edge === "prefix" ? found.startsWith(argument) : found.endsWith(argument);
}

function sameIgnoringCase(argument: Json | undefined, found: unknown): boolean {
  return (
    typeof argument === "string" &&
    typeof found === "string" &&
    argument.toLowerCase() === found.toLowerCase()
  );
}

const comparisons: Readonly<Record<string, (found: number, limit: number) => boolean>> = {
  "<": (found, limit) => found < limit,
  "<=": (found, limit) => found <= limit,
  "=": (found, limit) => found === limit,
  ">": (found, limit) => found > limit,
  ">=": (found, limit) => found >= limit,
};

/** `["<", 10]` or `[">", 0, "<=", 20]`. */
function inRange(argument: Json | undefined, found: number): boolean {
  if (!Array.isArray(argument)) return false;
  for (let index = 0; index < argument.length; index += 2)
    if (!comparisons[String(argument[index])]?.(found, Number(argument[index + 1]))) return false;
  return true;
}

function checkPattern(pattern: JsonObject, path: string): void {
  const entries = Object.entries(pattern);
  if (entries.length === 0 && path !== "")
    throw new FilterPatternError(`${path} is an empty object`);
  for (const [name, wanted] of entries) {
    const where = path === "" ? name : `${path}.${name}`;
    if (name === "$or" && isAlternatives(wanted)) {
      for (const alternative of wanted) checkPattern(alternative, where);
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw new FilterPatternError(`${where} is an empty list`);
      for (const rule of wanted) checkRule(rule, where);
    } else if (isObject(wanted)) checkPattern(wanted, where);
    else throw new FilterPatternError(`${where} is neither a list nor an object`);
  }
}

function checkRule(rule: Json, where: string): void {
  if (Array.isArray(rule)) throw new FilterPatternError(`${where} has a list inside its list`);
  if (!isObject(rule)) return;
  const [[operator, argument] = ["", null], more] = Object.entries(rule);
  const valid: Readonly<Record<string, boolean>> = {
    exists: typeof argument === "boolean",
    prefix: isEdge(argument),
    suffix: isEdge(argument),
    "equals-ignore-case": typeof argument === "string",
    "anything-but": isExclusion(argument),
    numeric: isRange(argument),
  };
  if (more !== undefined || valid[operator] === undefined)
    throw new FilterPatternError(
      `${where} has an unknown operator: use one of ${Object.keys(valid).join(", ")}`,
    );
  if (!valid[operator]) throw new FilterPatternError(`${where} has a wrong value for ${operator}`);
}

function isEdge(argument: Json): boolean {
  if (!isObject(argument)) return typeof argument === "string";
  return Object.keys(argument).length === 1 && typeof argument["equals-ignore-case"] === "string";
}

function isExclusion(argument: Json): boolean {
  if (Array.isArray(argument))
    return argument.length > 0 && argument.every((one) => !isObject(one));
  if (!isObject(argument)) return true;
  const [operator = "", ...more] = Object.keys(argument);
  return more.length === 0 && ["prefix", "suffix", "equals-ignore-case"].includes(operator);
}

function isRange(argument: Json): boolean {
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) return false;
  return argument.every((part, index) =>
    index % 2 === 0 ? String(part) in comparisons : typeof part === "number",
  );
}

/** `$or` with a list of patterns; a field may also be called `$or` and hold plain values. */
function isAlternatives(wanted: Json): wanted is JsonObject[] {
  const operators = ["exists", "prefix", "suffix", "equals-ignore-case", "anything-but", "numeric"];
  return (
    Array.isArray(wanted) &&
    wanted.length > 1 &&
    wanted.every((one) => isObject(one) && !operators.some((operator) => operator in one))
  );
}

function isLeaf(found: unknown): boolean {
  return found !== undefined && !isObject(found);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
