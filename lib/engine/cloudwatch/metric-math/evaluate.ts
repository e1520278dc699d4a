import { type Expression, mathError, type Operator } from "./expression.ts";
import { type Argument, type MathContext, mathFunctions } from "./functions.ts";
import { combine, isSeries, type TimeSeries, type Value } from "./series.ts";

const operators: Record<Operator, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

const keywords = new Set(["REPEAT", "LINEAR", "ASC", "DESC", "AVG", "MIN", "MAX", "SUM"]);
const elsewhere = new Set([
  "ANOMALY_DETECTION_BAND",
  "DB_PERF_INSIGHTS",
  "INSIGHT_RULE_METRIC",
  "LAMBDA",
  "SEARCH",
  "SERVICE_QUOTA",
]);

/** Evaluates an expression; `lookUp` gives the value of another query. */
export function evaluate(
  expression: Expression,
  lookUp: (id: string) => Value,
  context: MathContext,
): Value {
  const value = (inner: Expression): Value => evaluate(inner, lookUp, context);
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "string":
      throw mathError(`the string "${expression.value}" is not a value`);
    case "name":
      return lookUp(expression.name);
    case "list":
      return expression.items.flatMap((item): TimeSeries[] => {
        const one = value(item);
        if (typeof one === "number") throw mathError("an array holds time series only");
        return isSeries(one) ? [one] : one;
      });
    case "minus":
      return combine(0, value(expression.of), (zero, one) => zero - one);
    case "operator":
      return combine(value(expression.left), value(expression.right), operators[expression.symbol]);
    case "call": {
      const { name, args } = expression;
      if (elsewhere.has(name))
        throw mathError(`the local engine does not support the function ${name}`);
      const call = Object.hasOwn(mathFunctions, name) ? mathFunctions[name] : undefined;
      if (!call) throw mathError(`there is no function ${name}`);
      return call(
        args.map((arg): Argument => {
          if (arg.kind === "string") return { word: arg.value };
          if (arg.kind === "name" && keywords.has(arg.name)) return { word: arg.name };
          return value(arg);
        }),
        context,
      );
    }
  }
}
