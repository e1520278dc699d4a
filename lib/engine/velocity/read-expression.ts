import type { Cursor } from "./cursor.ts";
import type { Expression, Operator, Reference, Step } from "./template.ts";

/** Hyphens belong to names, but for one at the end. */
const namePattern = /[A-Za-z_]\w*(?:-\w+)*/y;

/** From what binds least to what binds most; words mean the same as signs. */
const levels: readonly (readonly [pattern: RegExp, words: Readonly<Record<string, Operator>>])[] = [
  [/\|\||or\b/y, { or: "||" }],
  [/&&|and\b/y, { and: "&&" }],
  [/==|!=|eq\b|ne\b/y, { eq: "==", ne: "!=" }],
  [/<=|>=|<|>|le\b|ge\b|lt\b|gt\b/y, { le: "<=", ge: ">=", lt: "<", gt: ">" }],
  [/[+-]/y, {}],
  [/[*/%]/y, {}],
];

export function readExpression(cursor: Cursor): Expression {
  return cursor.nested(() => readLevel(cursor, 0));
}

function readLevel(cursor: Cursor, level: number): Expression {
  const [pattern, words] = levels[level] ?? [];
  if (!pattern || !words) return readUnary(cursor);
  let left = readLevel(cursor, level + 1);
  for (;;) {
    cursor.blanks();
    const sign = cursor.match(pattern)?.[0];
    if (sign === undefined) return left;
    const right = readLevel(cursor, level + 1);
    left = { kind: "binary", operator: words[sign] ?? (sign as Operator), left, right };
  }
}

function readUnary(cursor: Cursor): Expression {
  cursor.blanks();
  if (cursor.match(/!(?!=)|not\b/y))
    return cursor.nested(() => ({ kind: "not", of: readUnary(cursor) }));
  return readPrimary(cursor);
}

function readPrimary(cursor: Cursor): Expression {
  cursor.blanks();
  if (cursor.text[cursor.at] === "$") {
    const reference = readReference(cursor);
    if (reference) return { kind: "reference", reference };
  }
  const number = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  // `[1..5]` is a range of whole numbers.
  if (number) return { kind: "value", value: Number(number[0]) };
  const single = cursor.match(/'((?:[^']|'')*)'/y);
  if (single) return { kind: "value", value: (single[1] ?? "").replaceAll("''", "'") };
  const double = cursor.match(/"((?:[^"]|"")*)"/y);
  if (double) {
    const text = (double[1] ?? "").replaceAll('""', '"');
    return /[$#]/.test(text)
      ? { kind: "filled", nodes: cursor.nested(() => cursor.readInner(text)) }
      : { kind: "value", value: text };
  }
  const word = cursor.match(/(true|false|null)\b/y);
  if (word) return { kind: "value", value: JSON.parse(word[0]) as boolean | null };
  if (cursor.takes("(")) {
    const inner = readExpression(cursor);
    cursor.expect(")");
    return inner;
  }
  if (cursor.takes("[")) return readList(cursor);
  if (cursor.takes("{")) return readMap(cursor);
  throw cursor.wrong("a value was expected");
}

function readList(cursor: Cursor): Expression {
  const items: Expression[] = [];
  cursor.blanks();
  if (cursor.takes("]")) return { kind: "list", items };
  for (;;) {
    items.push(readExpression(cursor));
    cursor.blanks();
    const [from] = items;
    if (from && items.length === 1 && cursor.takes("..")) {
      const to = readExpression(cursor);
      cursor.expect("]");
      return { kind: "range", from, to };
    }
    if (cursor.takes("]")) return { kind: "list", items };
    cursor.expect(",");
  }
}

function readMap(cursor: Cursor): Expression {
  const entries: [Expression, Expression][] = [];
  cursor.blanks();
  if (cursor.takes("}")) return { kind: "map", entries };
  for (;;) {
    const key = readExpression(cursor);
    cursor.expect(":");
    entries.push([key, readExpression(cursor)]);
    cursor.blanks();
    if (cursor.takes("}")) return { kind: "map", entries };
    cursor.expect(",");
  }
}

/** What is in parentheses: values between commas, which Velocity also takes without commas for macros. */
export function readGiven(cursor: Cursor): Expression[] {
  const given: Expression[] = [];
  for (;;) {
    cursor.match(/[\s,]+/y);
    if (cursor.takes(")")) return given;
    if (cursor.isAtEnd) throw cursor.wrong("')' was expected");
    given.push(readExpression(cursor));
  }
}

/** `$name`, `$!name`, `${name}` with its steps; undefined, and nothing taken, where a dollar sign means itself. */
export function readReference(cursor: Cursor): Reference | undefined {
  const start = cursor.at;
  const opened = cursor.match(/\$!?(\{?)/y);
  const name = opened && cursor.match(namePattern)?.[0];
  if (name === undefined) {
    cursor.at = start;
    return undefined;
  }
  const steps = cursor.nested(() => readSteps(cursor, name));
  if (opened?.[1] === "{" && !cursor.takes("}")) {
    cursor.at = start;
    return undefined;
  }
  return { name, steps };
}

function readSteps(cursor: Cursor, root: string): Step[] {
  const steps: Step[] = [];
  for (;;) {
    const step = readStep(cursor);
    if (!step) return steps;
    if (step.kind === "method") cursor.methods.add(step.name);
    if (steps.length === 0 && step.kind !== "index") {
      const known = cursor.firstSteps.get(root) ?? new Set();
      cursor.firstSteps.set(root, known.add(step.name));
    }
    steps.push(step);
  }
}

function readStep(cursor: Cursor): Step | undefined {
  const start = cursor.at;
  if (cursor.takes(".")) {
    const name = cursor.match(namePattern)?.[0];
    if (name === undefined) cursor.at = start;
    else if (cursor.takes("(")) return { kind: "method", name, given: readGiven(cursor) };
    else return { kind: "member", name };
    return undefined;
  }
  if (cursor.plainBrackets.has(start) || !cursor.takes("[")) return undefined;
  try {
    const at = readExpression(cursor);
    cursor.expect("]");
    return { kind: "index", at };
  } catch {
    // A bracket of the text that follows.
    cursor.plainBrackets.add(start);
    cursor.at = start;
    return undefined;
  }
}
