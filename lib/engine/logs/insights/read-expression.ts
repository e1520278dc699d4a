import { isAggregate } from "./aggregates.ts";
import { isFunction } from "./functions/functions.ts";
import { compileRegex, type QueryScanner } from "./query-scanner.ts";
import type { Expression, NamedExpression, Operator } from "./query-syntax.ts";

/** Reads an expression: `not`, `and` and `or` bind least, then comparisons, then arithmetic. */
export function readExpression(scanner: QueryScanner): Expression {
  let left = readAnd(scanner);
  while (scanner.accept("or")) left = operation("or", left, readAnd(scanner));
  return left;
}

/** Reads `expression [as name]`, several of them between commas. */
export function readNamedExpressions(scanner: QueryScanner): NamedExpression[] {
  const named: NamedExpression[] = [];
  do {
    const { start } = scanner.next;
    let end = start;
    const expression = readExpression(scanner);
    end = scanner.next.start;
    const written =
      expression.kind === "field" ? expression.name : withoutComments(scanner.slice(start, end));
    const name = scanner.accept("as") ? readName(scanner) : written;
    named.push({ name, expression });
  } while (scanner.accept(","));
  return named;
}

/** Reads a field's name. */
export function readName(scanner: QueryScanner): string {
  const { kind } = scanner.next;
  if (kind !== "word" && kind !== "field") throw scanner.unexpected();
  return scanner.take().value;
}

function withoutComments(text: string): string {
  return text.replaceAll(/#[^\n]*$/gm, "").trim();
}

function readAnd(scanner: QueryScanner): Expression {
  let left = readNot(scanner);
  while (scanner.accept("and")) left = operation("and", left, readNot(scanner));
  return left;
}

function readNot(scanner: QueryScanner): Expression {
  return scanner.accept("not")
    ? { kind: "not", operand: readNot(scanner) }
    : readComparison(scanner);
}

const comparisons = ["=", "!=", "<=", ">=", "<", ">"] as const;

function readComparison(scanner: QueryScanner): Expression {
  const value = readSum(scanner);
  if (scanner.accept("not")) return { kind: "not", operand: readMembership(scanner, value) };
  if (scanner.at("like") || scanner.at("in") || scanner.at("=~"))
    return readMembership(scanner, value);
  const operator = comparisons.find((symbol) => scanner.accept(symbol));
  return operator ? operation(operator, value, readSum(scanner)) : value;
}

/** What follows a value: `like "text"`, `like /regex/`, `=~ /regex/`, `in [1, 2]`. */
function readMembership(scanner: QueryScanner, value: Expression): Expression {
  if (scanner.accept("in")) {
    scanner.expect("[");
    const items = readItems(scanner, "]");
    return { kind: "in", value, items };
  }
  const matches = scanner.accept("=~");
  if (!matches) scanner.expect("like");
  const regex = scanner.acceptRegex();
  if (regex) return { kind: "like", value, pattern: regex };
  const { next } = scanner;
  const pattern = readSum(scanner);
  if (!matches) return { kind: "like", value, pattern };
  if (pattern.kind !== "literal") throw scanner.unexpected(next);
  return { kind: "like", value, pattern: compileRegex(String(pattern.value), next) };
}

function readSum(scanner: QueryScanner): Expression {
  return readChain(scanner, ["+", "-"], readProduct);
}

function readProduct(scanner: QueryScanner): Expression {
  return readChain(scanner, ["*", "/", "%"], readPower);
}

function readChain(
  scanner: QueryScanner,
  operators: readonly Operator[],
  readOperand: (scanner: QueryScanner) => Expression,
): Expression {
  let left = readOperand(scanner);
  for (;;) {
    const operator = operators.find((symbol) => scanner.accept(symbol));
    if (!operator) return left;
    left = operation(operator, left, readOperand(scanner));
  }
}

function readPower(scanner: QueryScanner): Expression {
  const left = readUnary(scanner);
  return scanner.accept("^") ? operation("^", left, readPower(scanner)) : left;
}

function readUnary(scanner: QueryScanner): Expression {
  if (scanner.accept("-")) return { kind: "negative", operand: readUnary(scanner) };
  return readPrimary(scanner);
}

function readPrimary(scanner: QueryScanner): Expression {
  if (scanner.accept("(")) {
    const inner = readExpression(scanner);
    scanner.expect(")");
    return inner;
  }
  const token = scanner.take();
  if (token.kind === "string") return { kind: "literal", value: token.value };
  if (token.kind === "number") return { kind: "literal", value: Number(token.value) };
  if (token.kind === "period") return { kind: "period", text: token.value, span: token };
  if (token.kind !== "word" && token.kind !== "field") throw scanner.unexpected(token);
  if (token.kind === "word" && scanner.at("(")) {
    const name = token.value.toLowerCase();
    if (!isFunction(name) && !isAggregate(name)) throw scanner.unexpected();
    scanner.take();
    // `count(*)` counts events.
    const args = scanner.at("*") ? [] : undefined;
    if (args) scanner.take();
    if (args) scanner.expect(")");
    return { kind: "call", name, args: args ?? readItems(scanner, ")"), span: token };
  }
  if (token.kind === "word" && /^(true|false)$/i.test(token.value))
    return { kind: "literal", value: token.value.toLowerCase() === "true" };
  return { kind: "field", name: token.value + readIndexes(scanner) };
}

/** `list[0]` means the same as `list.0`. */
function readIndexes(scanner: QueryScanner): string {
  let path = "";
  while (scanner.accept("[")) {
    path += `.${scanner.expectKind("number").value}`;
    scanner.expect("]");
  }
  return path;
}

function readItems(scanner: QueryScanner, end: string): Expression[] {
  const items: Expression[] = [];
  if (scanner.accept(end)) return items;
  do items.push(readExpression(scanner));
  while (scanner.accept(","));
  scanner.expect(end);
  return items;
}

function operation(operator: Operator, left: Expression, right: Expression): Expression {
  return { kind: "operation", operator, left, right };
}
