import {
  compareValues,
  membersOf,
  sameValue,
  sizeOfValue,
  typeOf,
  type Item,
  type Value,
} from "../attribute-value.ts";
import { invalid } from "../errors.ts";
import { valueAt } from "../item-path.ts";
import { type Path, type Placeholders, showPath } from "./placeholders.ts";
import { TokenReader } from "./tokens.ts";

export type Operand =
  | { kind: "path"; path: Path }
  | { kind: "value"; value: Value }
  | { kind: "size"; path: Path };

type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

export type Condition =
  | { kind: "and" | "or"; parts: readonly [Condition, Condition] }
  | { kind: "not"; part: Condition }
  | { kind: "compare"; comparator: Comparator; left: Operand; right: Operand }
  | { kind: "between"; operand: Operand; low: Operand; high: Operand }
  | { kind: "in"; operand: Operand; among: readonly Operand[] }
  | { kind: "function"; name: FunctionName; path: Operand; argument?: Operand };

const functions = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
} as const;
type FunctionName = keyof typeof functions;

const comparators: readonly string[] = ["=", "<>", "<", "<=", ">", ">="];

/** Reads a condition, filter or key condition expression. Throws ValidationException in DynamoDB's words. */
export function parseCondition(kind: string, text: string, placeholders: Placeholders): Condition {
  const tokens = new TokenReader(kind, text);
  const condition = readOr(tokens, placeholders);
  tokens.expectEnd();
  return condition;
}

function readOr(tokens: TokenReader, placeholders: Placeholders): Condition {
  let left = readAnd(tokens, placeholders);
  while (tokens.take("OR")) left = { kind: "or", parts: [left, readAnd(tokens, placeholders)] };
  return left;
}

function readAnd(tokens: TokenReader, placeholders: Placeholders): Condition {
  let left = readNot(tokens, placeholders);
  while (tokens.take("AND")) left = { kind: "and", parts: [left, readNot(tokens, placeholders)] };
  return left;
}

function readNot(tokens: TokenReader, placeholders: Placeholders): Condition {
  if (tokens.take("NOT")) return { kind: "not", part: readNot(tokens, placeholders) };
  if (tokens.take("(")) {
    const condition = readOr(tokens, placeholders);
    tokens.expect(")");
    return condition;
  }
  if (isCall(tokens) && tokens.peek().text !== "size") return readFunction(tokens, placeholders);
  return readComparison(tokens, placeholders);
}

const isCall = (tokens: TokenReader): boolean =>
  tokens.peek().kind === "name" && tokens.peek(1).text === "(";

function readFunction(tokens: TokenReader, placeholders: Placeholders): Condition {
  const name = tokens.next().text as FunctionName;
  if (!(name in functions)) throw tokens.error(`Invalid function name; function: ${name}`);
  const operands = readArguments(tokens, placeholders);
  if (operands.length !== functions[name]) throw wrongCount(tokens, name, operands.length);
  const [path, argument] = operands as [Operand, Operand?];
  if (name.startsWith("attribute_") && path.kind !== "path")
    throw tokens.error(
      `Operator or function requires a document path; operator or function: ${name}`,
    );
  if (name === "attribute_type") checkTypeName(tokens, argument);
  if (name === "begins_with")
    for (const operand of operands)
      if (operand.kind === "value" && !("S" in operand.value || "B" in operand.value))
        throw wrongType(tokens, name, operand.value);
  return { kind: "function", name, path, ...(argument && { argument }) };
}

function checkTypeName(tokens: TokenReader, argument: Operand | undefined): void {
  if (argument?.kind !== "value" || !("S" in argument.value))
    throw argument?.kind === "value"
      ? wrongType(tokens, "attribute_type", argument.value)
      : tokens.error(
          "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
        );
  if (!/^(S|N|B|SS|NS|BS|M|L|NULL|BOOL)$/.test(argument.value.S))
    throw tokens.error(
      `Invalid attribute type name found; type: ${argument.value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
    );
}

const wrongCount = (tokens: TokenReader, name: string, count: number) =>
  tokens.error(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${count}`,
  );

const wrongType = (tokens: TokenReader, name: string, value: Value) =>
  tokens.error(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(value)}`,
  );

function readArguments(tokens: TokenReader, placeholders: Placeholders): Operand[] {
  tokens.expect("(");
  const operands = [readOperand(tokens, placeholders)];
  while (tokens.take(",")) operands.push(readOperand(tokens, placeholders));
  tokens.expect(")");
  return operands;
}

function readOperand(tokens: TokenReader, placeholders: Placeholders): Operand {
  if (isCall(tokens)) {
    const name = tokens.next().text;
    if (name !== "size")
      throw tokens.error(
        name in functions
          ? `The function is not allowed to be used this way in an expression; function: ${name}`
          : `Invalid function name; function: ${name}`,
      );
    const operands = readArguments(tokens, placeholders);
    const [operand] = operands;
    if (operands.length !== 1) throw wrongCount(tokens, name, operands.length);
    if (operand?.kind !== "path")
      throw operand?.kind === "value" &&
        ("N" in operand.value || "BOOL" in operand.value || "NULL" in operand.value)
        ? wrongType(tokens, name, operand.value)
        : tokens.error("Operator or function requires a document path; operator or function: size");
    return { kind: "size", path: operand.path };
  }
  if (tokens.peek().kind === "value")
    return { kind: "value", value: placeholders.value(tokens, tokens.next().text) };
  // A path in brackets is still a path.
  if (tokens.take("(")) {
    const operand = readOperand(tokens, placeholders);
    tokens.expect(")");
    return operand;
  }
  return { kind: "path", path: placeholders.path(tokens) };
}

function readComparison(tokens: TokenReader, placeholders: Placeholders): Condition {
  const left = readOperand(tokens, placeholders);
  if (tokens.take("BETWEEN")) {
    const low = readOperand(tokens, placeholders);
    tokens.expect("AND");
    const high = readOperand(tokens, placeholders);
    checkBounds(tokens, low, high);
    return { kind: "between", operand: left, low, high };
  }
  if (tokens.take("IN")) {
    const among = readArguments(tokens, placeholders);
    if (among.length > 100) throw wrongCount(tokens, "IN", among.length);
    return { kind: "in", operand: left, among };
  }
  const token = tokens.peek();
  if (!comparators.includes(token.text) || token.kind !== "symbol") throw tokens.syntaxError();
  const comparator = tokens.next().text as Comparator;
  const right = readOperand(tokens, placeholders);
  if (left.kind === "path" && right.kind === "path" && showPath(left.path) === showPath(right.path))
    throw tokens.error(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${comparator}, first operand: ${showPath(left.path)}`,
    );
  if (comparator !== "=" && comparator !== "<>")
    for (const operand of [left, right])
      if (operand.kind === "value" && !/^[SNB]$/.test(typeOf(operand.value)))
        throw wrongType(tokens, comparator, operand.value);
  return { kind: "compare", comparator, left, right };
}

function checkBounds(tokens: TokenReader, low: Operand, high: Operand): void {
  if (low.kind !== "value" || high.kind !== "value") return;
  if (typeOf(low.value) !== typeOf(high.value))
    throw tokens.error(
      `The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: ${showValue(low.value)}, upper bound operand: AttributeValue: ${showValue(high.value)}`,
    );
  if ((compareValues(low.value, high.value) ?? 0) > 0)
    throw tokens.error(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: ${showValue(low.value)}, upper bound operand: AttributeValue: ${showValue(high.value)}`,
    );
}

const showValue = (value: Value): string => {
  const [[type, content] = ["", ""]] = Object.entries(value);
  return `{${type}:${String(content)}}`;
};

/** Whether an item meets a condition; what cannot be compared does not meet it. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case "and":
      return condition.parts.every((part) => holds(part, item));
    case "or":
      return condition.parts.some((part) => holds(part, item));
    case "not":
      return !holds(condition.part, item);
    case "compare":
      return compares(
        condition.comparator,
        resolve(condition.left, item),
        resolve(condition.right, item),
      );
    case "between": {
      const value = resolve(condition.operand, item);
      return (
        compares(">=", value, resolve(condition.low, item)) &&
        compares("<=", value, resolve(condition.high, item))
      );
    }
    case "in": {
      const value = resolve(condition.operand, item);
      return condition.among.some((one) => compares("=", value, resolve(one, item)));
    }
    case "function":
      return functionHolds(condition.name, condition.path, condition.argument, item);
  }
}

function resolve(operand: Operand, item: Item): Value | undefined {
  if (operand.kind === "value") return operand.value;
  const value = valueAt(item, operand.path);
  if (operand.kind === "path" || !value) return value;
  return sizeValue(value);
}

/** `size`: bytes of text, of binary values; members of sets, lists and maps. */
function sizeValue(value: Value): Value | undefined {
  const members = membersOf(value);
  if (members) return { N: String(members.length) };
  if ("L" in value) return { N: String(value.L.length) };
  if ("M" in value) return { N: String(Object.keys(value.M).length) };
  if ("S" in value || "B" in value) return { N: String(sizeOfValue(value)) };
  return undefined;
}

function compares(
  comparator: Comparator,
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  // An attribute that is not there differs from every value.
  if (!left || !right) return comparator === "<>" && (left !== undefined || right !== undefined);
  if (comparator === "=") return sameValue(left, right);
  if (comparator === "<>") return !sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function functionHolds(
  name: FunctionName,
  path: Operand,
  argument: Operand | undefined,
  item: Item,
): boolean {
  const value = resolve(path, item);
  if (name === "attribute_exists") return value !== undefined;
  if (name === "attribute_not_exists") return value === undefined;
  const wanted = argument && resolve(argument, item);
  if (!value || !wanted) return false;
  if (name === "attribute_type") return "S" in wanted && typeOf(value) === wanted.S;
  if (name === "begins_with") return beginsWith(value, wanted);
  return contains(value, wanted);
}

function beginsWith(value: Value, start: Value): boolean {
  if ("S" in value && "S" in start) return value.S.startsWith(start.S);
  if ("B" in value && "B" in start)
    return Buffer.from(value.B).subarray(0, start.B.length).equals(start.B);
  return false;
}

function contains(value: Value, wanted: Value): boolean {
  if ("S" in value) return "S" in wanted && value.S.includes(wanted.S);
  if ("B" in value) return "B" in wanted && Buffer.from(value.B).includes(Buffer.from(wanted.B));
  if ("L" in value) return value.L.some((one) => sameValue(one, wanted));
  if ("SS" in value) return "S" in wanted && value.SS.includes(wanted.S);
  if ("NS" in value) return "N" in wanted && value.NS.includes(wanted.N);
  if ("BS" in value)
    return "B" in wanted && value.BS.some((one) => Buffer.compare(one, wanted.B) === 0);
  return false;
}

/** All paths a condition reads, for what must not be in it. */
function pathsOf(condition: Condition): Path[] {
  const of = (operand: Operand | undefined): Path[] =>
    operand && operand.kind !== "value" ? [operand.path] : [];
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.flatMap(pathsOf);
    case "not":
      return pathsOf(condition.part);
    case "compare":
      return [...of(condition.left), ...of(condition.right)];
    case "between":
      return [...of(condition.operand), ...of(condition.low), ...of(condition.high)];
    case "in":
      return [condition.operand, ...condition.among].flatMap(of);
    case "function":
      return [...of(condition.path), ...of(condition.argument)];
  }
}

/** A filter must leave the keys to the key condition. */
export function refuseKeys(filter: Condition, keys: readonly string[]): void {
  const key = keys.find((name) => pathsOf(filter).some(([first]) => first === name));
  if (key !== undefined)
    throw invalid(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
}
