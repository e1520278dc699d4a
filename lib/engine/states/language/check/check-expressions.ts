import { expressionOf, realm } from "../jsonata/expression.ts";
import { type References, referencesOf } from "../jsonata/references.ts";
import { type Diagnostics, isObject, type StateCheck } from "./diagnostics.ts";

/** What of `$states` a field can read beside input and context. */
export type Known = "result" | "errorOutput" | undefined;

/** Checks every expression in a field, however deep. */
export function checkExpressions(
  value: unknown,
  at: string,
  known: Known,
  told: Diagnostics,
): void {
  if (Array.isArray(value))
    return value.forEach((item, index) => checkExpressions(item, `${at}[${index}]`, known, told));
  if (isObject(value)) {
    for (const [name, item] of Object.entries(value))
      checkExpressions(item, `${at}/${name}`, known, told);
    return;
  }
  if (typeof value !== "string") return;
  const text = expressionOf(value);
  if (text !== undefined) return checkExpression(text, at, known, told);
  if (/^\s*\{%/.test(value) || /%\}\s*$/.test(value))
    told.fail(
      "A JSONata expression has to begin with '{%' and to end with '%}', without spaces around them",
      at,
      "INVALID_JSONATA_EXPRESSION",
    );
}

function checkExpression(text: string, at: string, known: Known, told: Diagnostics): void {
  const parsed = realm.parse(text);
  if ("error" in parsed) return told.fail(parsed.error.message, at, "INVALID_JSONATA_EXPRESSION");
  for (const message of problemsOf(referencesOf(parsed.tree), known))
    told.fail(message, at, "UNSUPPORTED_JSONATA_EXPRESSION");
}

/** An expression has no input of its own: what would read from it is refused. */
function* problemsOf({ topLevel, hasRoot, states }: References, known: Known): Iterable<string> {
  if (hasRoot) yield "Reference to '$$' is not supported.";
  for (const name of topLevel) yield `Reference to '${name}' at the top level is not supported.`;
  for (const field of states)
    if (!["input", "context", known].includes(field))
      yield `Field '$states.${field}' does not exist.`;
}

/** Checks a field that is a figure, or in JSONata an expression that comes to one. */
export function checkNumber(
  { state, at: where, language }: Pick<StateCheck, "state" | "at" | "language">,
  field: string,
  least: number,
  told: Diagnostics,
): void {
  const { [field]: value } = state;
  const at = `${where}/${field}`;
  if (typeof value !== "string" || language === "JSONPath") return told.atLeast(value, least, at);
  if (expressionOf(value) === undefined)
    told.fail("The value has to be a number or a JSONata expression", at);
  checkExpressions(value, at, undefined, told);
}
