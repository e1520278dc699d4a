import { compilePattern, type EventPattern } from "../event-pattern/compile-pattern.ts";
import { PatternError } from "../event-pattern/pattern-reader.ts";
import type { MessageAttribute } from "../sqs/message.ts";
import { parseObject } from "../parse-object.ts";

export type FilterScope = "MessageAttributes" | "MessageBody";

const mostKeys = 5;
const mostCombinations = 150;

/** Why SNS would not keep a filter policy, in its words; undefined for a good one. */
export function filterPolicyProblem(text: string, scope: FilterScope): string | undefined {
  const policy = parseObject(text);
  if (!policy) return "FilterPolicy: failed to parse JSON.";
  if (Object.keys(policy).length === 0) return undefined;
  if (Object.keys(policy).length > mostKeys)
    return `FilterPolicy: Filter policy can not have more than ${mostKeys} keys`;
  if (scope === "MessageAttributes" && isNested(policy))
    return "Filter policy scope MessageAttributes does not support nested filter policy";
  try {
    compilePattern(text);
  } catch (error) {
    if (error instanceof PatternError) return `FilterPolicy: ${error.message}`;
    throw error;
  }
  return combinationsOf(policy, 1) > mostCombinations
    ? "FilterPolicy: Filter policy is too complex"
    : undefined;
}

const compiled = new Map<string, EventPattern>();
const mostCompiled = 1000;

/** Whether a message passes a subscription's policy. */
export function passes(
  policy: string | undefined,
  scope: FilterScope,
  message: {
    body: string;
    attributes: Readonly<Record<string, MessageAttribute>>;
  },
): boolean {
  if (policy === undefined || Object.keys(parseObject(policy) ?? {}).length === 0) return true;
  let pattern = compiled.get(policy);
  if (!pattern) {
    if (compiled.size >= mostCompiled) compiled.clear();
    compiled.set(policy, (pattern = compilePattern(policy)));
  }
  if (scope === "MessageAttributes") return pattern.matches(attributeValues(message.attributes));
  // What is no JSON object matches no policy on the body.
  const body = parseObject(message.body);
  return body !== undefined && pattern.matches(body);
}

/** Attributes as a pattern sees them; binary ones are not there. */
function attributeValues(attributes: Readonly<Record<string, MessageAttribute>>): object {
  const values: Record<string, unknown> = {};
  for (const [name, { DataType: type, StringValue: text = "" }] of Object.entries(attributes)) {
    if (type.startsWith("Number")) values[name] = Number(text);
    else if (type === "String.Array") values[name] = parseList(text);
    else if (type.startsWith("String")) values[name] = text;
  }
  return values;
}

/** As AWS counts: the values of each key times how deep it lies, multiplied; alternatives are added up. */
function combinationsOf(policy: Readonly<Record<string, unknown>>, depth: number): number {
  return Object.entries(policy).reduce((product, [name, value]) => {
    if (name === "$or" && Array.isArray(value))
      return (
        product * value.reduce<number>((sum, one) => sum + combinationsOf(one as never, depth), 0)
      );
    if (Array.isArray(value)) return product * value.length * depth;
    return product * combinationsOf(value as Record<string, unknown>, depth + 1);
  }, 1);
}

function isNested(policy: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(policy).some(([name, value]) =>
    name === "$or" && Array.isArray(value)
      ? value.some((one) => isObject(one) && isNested(one))
      : isObject(value),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}
