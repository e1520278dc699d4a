import { invalidParameter } from "./errors.ts";

const operators = new Set([
  "anything-but",
  "equals-ignore-case",
  "exists",
  "numeric",
  "prefix",
  "suffix",
]);

/**
 * Throws when a filter is not a pattern in EventBridge's syntax: a JSON object whose leaves are lists of
 * values to compare with, each a value or one operator.
 */
export function checkFilterPattern(pattern: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(pattern);
  } catch {
    throw invalidPattern();
  }
  checkNode(parsed);
}

function checkNode(node: unknown): void {
  if (!isObject(node)) throw invalidPattern();
  for (const [key, value] of Object.entries(node)) {
    if (key === "$or") {
      if (!Array.isArray(value) || value.length < 2) throw invalidPattern();
      for (const alternative of value) checkNode(alternative);
    } else if (Array.isArray(value)) checkLeaf(value);
    else checkNode(value);
  }
}

function checkLeaf(values: readonly unknown[]): void {
  if (values.length === 0) throw invalidPattern();
  for (const value of values) {
    if (!isObject(value)) {
      if (Array.isArray(value)) throw invalidPattern();
      continue;
    }
    const [[operator = "", operand] = [], ...more] = Object.entries(value);
    if (more.length > 0 || !operators.has(operator)) throw invalidPattern();
    if (operator === "exists" && typeof operand !== "boolean") throw invalidPattern();
    if (operator === "numeric" && !isNumericRange(operand)) throw invalidPattern();
  }
}

/** `[">", 10, "<=", 20]`: one or two comparisons. */
function isNumericRange(operand: unknown): boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return false;
  return operand.every((part, index) =>
    index % 2 === 0
      ? ["<", "<=", "=", ">", ">="].includes(part as string)
      : typeof part === "number",
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalidPattern() {
  return invalidParameter("Invalid filter pattern definition.");
}
