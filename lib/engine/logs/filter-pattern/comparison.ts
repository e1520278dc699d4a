import { compileRegex } from "./compile-regex.ts";
import { type PatternScanner, invalidPattern } from "./pattern-scanner.ts";

/** Whether one value, a scalar of a JSON event or a word of a line, satisfies a condition. */
type ValueTest = (value: string | number | boolean) => boolean;

interface Comparison {
  test: ValueTest;
  /** Part of every text that passes. A number that passes can be written otherwise. */
  literal?: string;
}

const operator = /!=|<=|>=|=|<|>/y;
const regex = /%((?:[^%\\]|\\.)*)%/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads an operator and its operand: `= "text"`, `!= 4*`, `> 75`, `= %regex%`. `bare` is the sticky
 * expression of an operand without quotes, which depends on what surrounds the condition.
 */
export function readComparison(scanner: PatternScanner, bare: RegExp): Comparison {
  const symbol = scanner.match(operator)?.[0];
  if (symbol === undefined) throw scanner.unexpected("one of = != < <= > >=");
  const expression = scanner.match(regex)?.[1];
  if (expression !== undefined) {
    const compiled = compileRegex(expression);
    if (symbol !== "=" && symbol !== "!=")
      throw invalidPattern(`${symbol} cannot be used with a regular expression`);
    return { test: (value) => compiled.test(String(value)) === (symbol === "=") };
  }
  const text = scanner.match(quoted)?.[1]?.replaceAll(/\\(.)/g, "$1");
  const operand = text ?? scanner.match(bare)?.[0].trim();
  if (operand === undefined || (operand === "" && text === undefined))
    throw scanner.unexpected("a value");
  if (symbol === "=" || symbol === "!=") {
    const equals = equality(operand, text === undefined);
    if (symbol === "!=") return { test: (value) => !equals(value) };
    const [literal] = operand.split("*").sort((a, b) => b.length - a.length);
    return { test: equals, literal };
  }
  if (!number.test(operand)) throw invalidPattern(`${symbol} needs a number, not "${operand}"`);
  const bound = Number(operand);
  const test: ValueTest = (value) => {
    const actual = typeof value === "string" && number.test(value) ? Number(value) : value;
    if (typeof actual !== "number") return false;
    if (symbol === "<") return actual < bound;
    if (symbol === "<=") return actual <= bound;
    if (symbol === ">") return actual > bound;
    return actual >= bound;
  };
  return { test };
}

function equality(operand: string, mayBeNumber: boolean): ValueTest {
  if (operand.includes("*")) {
    const parts = operand.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    const wildcard = new RegExp(`^${parts.join("[\\s\\S]*")}$`);
    return (value) => wildcard.test(String(value));
  }
  if (mayBeNumber && number.test(operand)) {
    const wanted = Number(operand);
    return (value) => (typeof value === "number" ? value === wanted : String(value) === operand);
  }
  return (value) => String(value) === operand;
}
