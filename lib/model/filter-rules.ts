/**
 * Whose pattern it is: an event source mapping's, an EventBridge rule's, or an SNS filter policy's for the attributes or
 * for the body. They differ in their operators, and SNS allows nothing nested among attributes.
 */
export type PatternLanguage = "mapping" | "rule" | "attributes" | "body";

/** Thrown for a pattern that AWS would refuse; the message says why. */
export class FilterPatternError extends Error {}

/** One element of a field's list in a pattern. */
export type Rule =
  | { is: "value"; value: unknown }
  | { is: "exists"; present: boolean }
  | { is: "test"; holds(leaf: unknown): boolean };

/** Whether one of the values at a field is what a rule wants. */
export function ruleHolds(rule: Rule, leaves: readonly unknown[]): boolean {
  switch (rule.is) {
    case "value":
      return leaves.some((leaf) => sameValue(rule.value, leaf));
    case "exists":
      return rule.present === leaves.length > 0;
    case "test":
      return leaves.some((leaf) => rule.holds(leaf));
  }
}

export const operatorNames: readonly string[] = [
  "exists",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
  "cidr",
  "wildcard",
];

/** What a language leaves out. Sources: Lambda "Filter rule syntax", EventBridge "Comparison operators", SNS "Filter policies". */
const unknownOperators: Record<PatternLanguage, readonly string[]> = {
  mapping: ["cidr", "wildcard"],
  rule: [],
  attributes: ["wildcard"],
  body: ["wildcard"],
};

/** The operators that a language knows. */
function operatorsOf(language: PatternLanguage): string[] {
  return operatorNames.filter((name) => !unknownOperators[language].includes(name));
}

/** The rules of a field's list. Throws FilterPatternError. */
export function readRules(
  list: readonly unknown[],
  where: string,
  language: PatternLanguage,
): Rule[] {
  return list.map((one): Rule => {
    if (Array.isArray(one)) throw new FilterPatternError(`${where} has a list inside its list`);
    return isObject(one) ? readOperator(one, where, language) : { is: "value", value: one };
  });
}

function readOperator(
  written: Record<string, unknown>,
  where: string,
  language: PatternLanguage,
): Rule {
  const [[name, argument] = ["", undefined], more] = Object.entries(written);
  const known = operatorsOf(language);
  if (more !== undefined)
    throw new FilterPatternError(`${where} has two operators in one object; write one each`);
  if (!known.includes(name))
    throw new FilterPatternError(
      `${where} has an unknown operator ${JSON.stringify(name)}: use one of ${known.join(", ")}`,
    );
  if (name === "exists") {
    if (typeof argument === "boolean") return { is: "exists", present: argument };
    throw wrong(where, "exists", "true or false");
  }
  if (name === "numeric") return { is: "test", holds: numeric(argument, where) };
  if (name === "anything-but") return { is: "test", holds: anythingBut(argument, where, known) };
  return { is: "test", holds: onText(name, argument, where) };
}

type Test = (leaf: unknown) => boolean;

function onText(name: string, argument: unknown, where: string): Test {
  if (name === "prefix" || name === "suffix") {
    const folded = isObject(argument) && Object.keys(argument).length === 1;
    const text = folded ? argument["equals-ignore-case"] : argument;
    if (typeof text !== "string")
      throw wrong(where, name, 'a text, or {"equals-ignore-case": "a text"}');
    const form = folded ? (some: string) => some.toLowerCase() : (some: string) => some;
    return (leaf) =>
      typeof leaf === "string" &&
      (name === "prefix" ? form(leaf).startsWith(form(text)) : form(leaf).endsWith(form(text)));
  }
  if (typeof argument !== "string") throw wrong(where, name, "a text");
  switch (name) {
    case "equals-ignore-case":
      return (leaf) => typeof leaf === "string" && leaf.toLowerCase() === argument.toLowerCase();
    case "wildcard":
      return wildcard(argument, where);
    default:
      return cidr(argument, where);
  }
}

/** The value must be there, and be none of these. */
function anythingBut(argument: unknown, where: string, known: readonly string[]): Test {
  if (isObject(argument)) {
    const [[name, inner] = ["", undefined], more] = Object.entries(argument);
    const nested = ["prefix", "suffix", "equals-ignore-case", "wildcard"].filter((one) =>
      known.includes(one),
    );
    if (more !== undefined || !nested.includes(name))
      throw wrong(
        where,
        "anything-but",
        `a value, a list of values, or one of ${nested.join(", ")}`,
      );
    const texts = [inner].flat();
    if (texts.length === 0 || !texts.every((text) => typeof text === "string" && text !== ""))
      throw wrong(where, `anything-but ${name}`, "a text or a list of texts");
    const tests = texts.map((text) => onText(name, text, where));
    return (leaf) => !tests.some((test) => test(leaf));
  }
  const values = [argument].flat();
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size !== 1 || !["string", "number"].includes([...kinds][0]!))
    throw wrong(where, "anything-but", "texts or numbers, and not both");
  return (leaf) => !values.some((value) => sameValue(value, leaf));
}

const comparisons: Readonly<Record<string, (found: number, limit: number) => boolean>> = {
  "<": (found, limit) => found < limit,
  "<=": (found, limit) => found <= limit,
  "=": (found, limit) => found === limit,
  ">": (found, limit) => found > limit,
  ">=": (found, limit) => found >= limit,
};

/** `["<", 10]` or `[">", 0, "<=", 20]`: the lower bound first. */
function numeric(argument: unknown, where: string): Test {
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const bounds = [0, 2]
    .filter((at) => at < parts.length)
    .map((at) => ({ sign: String(parts[at]), limit: parts[at + 1] }));
  const isRange =
    bounds.length === 2 &&
    /^>=?$/.test(bounds[0]!.sign) &&
    /^<=?$/.test(bounds[1]!.sign) &&
    Number(bounds[1]!.limit) > Number(bounds[0]!.limit);
  const isValid =
    [2, 4].includes(parts.length) &&
    bounds.every(
      ({ sign, limit }) => Object.hasOwn(comparisons, sign) && typeof limit === "number",
    ) &&
    (bounds.length === 1 || isRange);
  if (!isValid)
    throw wrong(where, "numeric", '["<", 10] or [">", 0, "<=", 20], the lower bound first');
  return (leaf) =>
    typeof leaf === "number" &&
    bounds.every(({ sign, limit }) => comparisons[sign]!(leaf, limit as number));
}

/** `*` stands for any text, `\*` for a star. */
function wildcard(pattern: string, where: string): Test {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(pattern))
    throw wrong(where, "wildcard", "a text without two stars in a row");
  if (/\\(?![*\\])/.test(pattern) || /(?<!\\)(?:\\\\)*\\$/.test(pattern))
    throw wrong(where, "wildcard", "a text in which a backslash stands before * or \\ only");
  const parts = pattern.match(/\\.|\*|[^*\\]+/gs) ?? [];
  const texts = [""];
  for (const part of parts)
    if (part === "*") texts.push("");
    else texts[texts.length - 1] += part.startsWith("\\") ? part.slice(1) : part;
  const [first = "", ...rest] = texts;
  const last = rest.pop();
  return (leaf) => {
    if (typeof leaf !== "string") return false;
    if (last === undefined) return leaf === first;
    if (!leaf.startsWith(first)) return false;
    // Taking each text at its first place leaves the most for the others.
    let at = first.length;
    for (const text of rest) {
      const found = leaf.indexOf(text, at);
      if (found < 0) return false;
      at = found + text.length;
    }
    return leaf.length - at >= last.length && leaf.endsWith(last);
  };
}

/** `10.0.0.0/24`, `2001:db8::/32`. */
function cidr(block: string, where: string): Test {
  const [address = "", mask = "", ...more] = block.split("/");
  const network = bitsOf(address);
  const length = Number(mask);
  if (!network || more.length > 0 || !/^\d+$/.test(mask) || length >= network.length)
    throw wrong(where, "cidr", "a block of addresses, as 10.0.0.0/24 or 2001:db8::/32");
  return (leaf) => {
    const found = typeof leaf === "string" ? bitsOf(leaf) : undefined;
    return found?.length === network.length && found.slice(0, length) === network.slice(0, length);
  };
}

/** An address as zeros and ones. */
function bitsOf(address: string): string | undefined {
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(address)) {
    const bytes = address.split(".").map(Number);
    return bytes.some((byte) => byte > 255)
      ? undefined
      : bytes.map((byte) => bits(byte, 8)).join("");
  }
  if (!address.includes(":")) return undefined;
  const [head = "", tail, ...more] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, missing)).fill("0"), ...after];
  if (more.length > 0 || groups.length !== 8 || !groups.every((one) => /^[\da-f]{1,4}$/i.test(one)))
    return undefined;
  return groups.map((group) => bits(Number.parseInt(group, 16), 16)).join("");
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, "0");
}

/** Numbers are the same when their text is: 300, 300.0 and 3.0e2 parse to one text here. */
function sameValue(wanted: unknown, found: unknown): boolean {
  return typeof wanted === typeof found && String(wanted) === String(found);
}

function wrong(where: string, operator: string, wanted: string): FilterPatternError {
  return new FilterPatternError(`${where} has a wrong value for ${operator}: it takes ${wanted}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
