import { findFunction } from "./functions/functions.ts";
import { malformedQuery, type Span } from "./malformed-query.ts";
import { type Period, readPeriod } from "./period.ts";
import type { Expression, Operator } from "./query-syntax.ts";
import type { Row } from "./row.ts";
import { areEqual, asBoolean, asNumber, asText, compare, Timestamp, type Value } from "./value.ts";

export type Evaluate = (row: Row) => Value;

/** What is the same for all of a query. */
export interface QueryContext {
  /** When the query was started. */
  nowMs: number;
  /** How a call of an aggregate is computed, within `stats`. */
  aggregate?: (call: Extract<Expression, { kind: "call" }>) => Evaluate | undefined;
}

/** Makes an expression ready to be computed for row after row. Throws MalformedQueryException. */
export function compileExpression(expression: Expression, context: QueryContext): Evaluate {
  const compile = (inner: Expression) => compileExpression(inner, context);
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "field":
      return (row) => row.field(expression.name);
    case "period":
      throw malformedQuery(
        `${expression.text} is a period; it stands in bin, datefloor and dateceil only`,
        expression.span,
      );
    case "not": {
      const operand = compile(expression.operand);
      return (row) => !asBoolean(operand(row));
    }
    case "negative": {
      const operand = compile(expression.operand);
      return (row) => {
        const value = asNumber(operand(row));
        return value === undefined ? undefined : -value;
      };
    }
    case "operation":
      return operationOf(expression.operator, compile(expression.left), compile(expression.right));
    case "like":
      return likeOf(compile(expression.value), expression.pattern, compile);
    case "in": {
      const value = compile(expression.value);
      const items = expression.items.map(compile);
      return (row) => {
        const wanted = value(row);
        return wanted !== undefined && items.some((item) => areEqual(wanted, item(row)));
      };
    }
    case "call":
      return callOf(expression, context, compile);
  }
}

function operationOf(operator: Operator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case "and":
      return (row) => asBoolean(left(row)) && asBoolean(right(row));
    case "or":
      return (row) => asBoolean(left(row)) || asBoolean(right(row));
    case "=":
      return (row) => areEqual(left(row), right(row));
    case "!=":
      return (row) => !areEqual(left(row), right(row));
    case "<":
      return comparing(left, right, (order) => order < 0);
    case "<=":
      return comparing(left, right, (order) => order <= 0);
    case ">":
      return comparing(left, right, (order) => order > 0);
    case ">=":
      return comparing(left, right, (order) => order >= 0);
    case "+":
      return calculating(left, right, (a, b) => a + b);
    case "-":
      return calculating(left, right, (a, b) => a - b);
    case "*":
      return calculating(left, right, (a, b) => a * b);
    case "/":
      return calculating(left, right, (a, b) => a / b);
    case "%":
      return calculating(left, right, (a, b) => a % b);
    case "^":
      return calculating(left, right, (a, b) => a ** b);
  }
}

/** What is not there is neither less nor more than anything; a number and a text have no order. */
function comparing(left: Evaluate, right: Evaluate, test: (order: number) => boolean): Evaluate {
  return (row) => {
    const [one, other] = [left(row), right(row)];
    if (one === undefined || other === undefined) return false;
    if ((asNumber(one) === undefined) !== (asNumber(other) === undefined)) return false;
    return test(compare(one, other));
  };
}

function calculating(
  left: Evaluate,
  right: Evaluate,
  calculate: (a: number, b: number) => number,
): Evaluate {
  return (row) => {
    const [a, b] = [asNumber(left(row)), asNumber(right(row))];
    if (a === undefined || b === undefined) return undefined;
    const result = calculate(a, b);
    return Number.isFinite(result) ? result : undefined;
  };
}

function likeOf(
  value: Evaluate,
  pattern: RegExp | Expression,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  if (pattern instanceof RegExp)
    return (row) => {
      const text = asText(value(row));
      return text !== undefined && pattern.test(text);
    };
  const wanted = compile(pattern);
  return (row) => {
    const [text, part] = [asText(value(row)), asText(wanted(row))];
    return text !== undefined && part !== undefined && text.includes(part);
  };
}

function callOf(
  call: Extract<Expression, { kind: "call" }>,
  context: QueryContext,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  const { name, args, span } = call;
  const aggregate = context.aggregate?.(call);
  if (aggregate) return aggregate;
  if (name === "now") {
    const seconds = Math.floor(context.nowMs / 1000);
    return () => seconds;
  }
  if (name === "bin" || name === "datefloor" || name === "dateceil")
    return periodCall(name, args, span, compile);
  const found = findFunction(name);
  if (!found) throw malformedQuery(`${name} stands in the stats command only`, span);
  const [fewest, most] = found.arity;
  if (args.length < fewest || args.length > most)
    throw malformedQuery(
      `${name} takes ${fewest === most ? fewest : `${fewest} to ${Number.isFinite(most) ? most : "any number of"}`} arguments, not ${args.length}`,
      span,
    );
  const { apply } = found;
  const values = args.map(compile);
  const [first, second] = values;
  if (values.length === 1 && first) return (row) => apply(first(row));
  if (values.length === 2 && first && second) return (row) => apply(first(row), second(row));
  return (row) => apply(...values.map((value) => value(row)));
}

/** `bin(5m)` is `datefloor(@timestamp, 5m)`. */
function periodCall(
  name: string,
  args: readonly Expression[],
  span: Span,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  const period = args.at(-1);
  if (period?.kind !== "period" || args.length > 2 || (name !== "bin" && args.length !== 2))
    throw malformedQuery(
      name === "bin"
        ? "bin takes a period such as 5m"
        : `${name} takes a time and a period such as 5m`,
      span,
    );
  const { floor, ceil }: Period = readPeriod(period.text, period.span);
  const round = name === "dateceil" ? ceil : floor;
  const time = args.length === 2 ? compile(args[0]!) : (row: Row) => row.field("@timestamp");
  return (row) => {
    const ms = asNumber(time(row));
    return ms === undefined ? undefined : new Timestamp(round(ms));
  };
}
