import type { Scope } from "../scope.ts";
import { QueryError } from "../state-error.ts";
import { awsSignatures, callAwsFunction } from "./aws-functions.ts";
import { errorTail } from "./jsonata-error.ts";
import { JsonataRealm } from "./realm.ts";

/** What the reserved variable `$states` tells beside input and context. */
export interface JsonataScope extends Scope {
  /** What a Task, Parallel or Map came to. */
  result?: unknown;
  /** What a Catch caught. */
  errorOutput?: unknown;
}

export const realm = new JsonataRealm(awsSignatures);

/** The text between `{%` and `%}`; undefined: the value is no expression. */
export function expressionOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("{%") || !value.endsWith("%}"))
    return undefined;
  return value.length < 4 ? undefined : value.slice(2, -2).trim();
}

/** A value in which every expression, however deep, is replaced by what it comes to. Throws QueryError. */
export function evaluateTemplate(template: unknown, field: string, scope: JsonataScope): unknown {
  if (Array.isArray(template))
    return template.map((item, at) => evaluateTemplate(item, `${field}[${at}]`, scope));
  if (typeof template === "object" && template !== null)
    return Object.fromEntries(
      Object.entries(template).map(([name, value]) => [
        name,
        evaluateTemplate(value, `${field}/${name}`, scope),
      ]),
    );
  const text = expressionOf(template);
  return text === undefined ? template : evaluateExpression(text, field, scope);
}

function evaluateExpression(text: string, field: string, scope: JsonataScope): unknown {
  const outcome = realm.evaluate({
    text,
    states: statesOf(scope),
    variables: variablesOf(text, scope),
    host: {
      // Asked for with every evaluation; only what is told to the expression has to be kept.
      nowMs: () => (/\$(?:now|millis)\b/.test(text) ? scope.nowMs() : 0),
      random: () => scope.random(),
      call: (name, args) => callAwsFunction(name, args, { random: () => scope.random() }),
    },
  });
  if ("value" in outcome) return JSON.parse(outcome.value);
  throw new QueryError(
    `The JSONata expression '${text}' specified for the field '${field}' ${failureOf(outcome)}`,
    field,
  );
}

function failureOf(
  outcome: Exclude<ReturnType<JsonataRealm["evaluate"]>, { value: string }>,
): string {
  if ("nothing" in outcome) return "returned nothing (undefined).";
  if ("unsupported" in outcome) return "returned an unsupported result type.";
  return `threw an error during evaluation${errorTail(outcome.error)}`;
}

const known = new WeakMap<JsonataScope, string>();

/** Made once for all expressions that are evaluated together. */
function statesOf(scope: JsonataScope): string {
  let text = known.get(scope);
  if (text === undefined) {
    const { input, context, result, errorOutput } = scope;
    known.set(scope, (text = JSON.stringify({ input, context, result, errorOutput })));
  }
  return text;
}

/** Those whose names the text has; a few too many do no harm. */
function variablesOf(text: string, { variables }: Scope): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = ""] of text.matchAll(/\$(\p{ID_Start}\p{ID_Continue}*)/gu)) {
    const json = variables.json(name);
    if (json !== undefined) found[name] = json;
  }
  return found;
}

type Kind = "string" | "number" | "boolean" | "array" | "object" | "null";

const kindOf = (value: unknown): Kind => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as Kind);
};

/** What an expression or a fixed value of a field comes to, which has to be of a kind. Throws QueryError. */
export function evaluateAs(
  kinds: readonly Kind[],
  value: unknown,
  field: string,
  scope: JsonataScope,
): unknown {
  const found = evaluateTemplate(value, field, scope);
  if (kinds.includes(kindOf(found))) return found;
  throw new QueryError(
    `The JSONata expression '${expressionOf(value) ?? ""}' specified for the field '${field}' returned an unexpected result type. Expected '${kinds.join(" or ")}', but was '${kindOf(found)}' for value: ${JSON.stringify(found)}`,
    field,
  );
}

/** AWS's longest time-outs and waits. */
const mostSeconds = 99_999_999;

/** A whole number that a field wants. Throws QueryError. */
export function evaluateInteger(
  value: unknown,
  { field, least = 0 }: { field: string; least?: number },
  scope: JsonataScope,
): number {
  const number = evaluateAs(["number"], value, field, scope) as number;
  if (Number.isInteger(number) && number >= least && number <= mostSeconds) return number;
  throw new QueryError(
    `The JSONata expression '${expressionOf(value) ?? ""}' specified for the field '${field}' has to return an integer from ${least} to ${mostSeconds}, but returned ${number}`,
    field,
  );
}
