import type { ErrorObject } from "ajv";

/** A number, text or list as the messages print it. */
const shown = (value: unknown): string => JSON.stringify(value) ?? "null";

const typeOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value === "number"
        ? Number.isInteger(value)
          ? "integer"
          : "number"
        : typeof value;

type Worded = (error: ErrorObject) => string;

const lengthOf = (value: unknown): number =>
  typeof value === "string"
    ? Array.from(value).length
    : Array.isArray(value)
      ? value.length
      : Object.keys(value as object).length;

/**
 * The words of json-schema-validator (the Java library whose messages API Gateway passes on as
 * `$context.error.validationErrorString`), by keyword.
 */
const words: Readonly<Record<string, Worded>> = {
  additionalItems: ({ data, params }) =>
    `array has too many elements: found ${lengthOf(data)}, at most ${String(params.limit)} are allowed`,
  anyOf: ({ schema }) =>
    `instance failed to match at least one required schema among ${lengthOf(schema)}`,
  enum: ({ data, schema }) =>
    `instance value (${shown(data)}) not found in enum (possible values: ${shown(schema)})`,
  exclusiveMaximum: ({ params }) =>
    `numeric instance is not strictly lower than the required maximum ${shown(params.limit)}`,
  exclusiveMinimum: ({ params }) =>
    `numeric instance is not strictly greater than the required minimum ${shown(params.limit)}`,
  format: ({ data, schema }) =>
    `string ${shown(data)} is invalid against requested format ${String(schema)}`,
  maximum: ({ data, params }) =>
    isExclusive(params.comparison)
      ? `numeric instance is not strictly lower than the required maximum ${shown(params.limit)}`
      : `numeric instance is greater than the required maximum (maximum: ${shown(params.limit)}, found: ${shown(data)})`,
  maxItems: ({ data, schema }) =>
    `array is too long: must have at most ${shown(schema)} elements but instance has ${lengthOf(data)} elements`,
  maxLength: ({ data, schema }) =>
    `string ${shown(data)} is too long (length: ${lengthOf(data)}, maximum allowed: ${shown(schema)})`,
  maxProperties: ({ data, schema }) =>
    `object has too many properties (found ${lengthOf(data)} but schema requires at most ${shown(schema)})`,
  minimum: ({ data, params }) =>
    isExclusive(params.comparison)
      ? `numeric instance is not strictly greater than the required minimum ${shown(params.limit)}`
      : `numeric instance is lower than the required minimum (minimum: ${shown(params.limit)}, found: ${shown(data)})`,
  minItems: ({ data, schema }) =>
    `array is too short: must have at least ${shown(schema)} elements but instance has ${lengthOf(data)} elements`,
  minLength: ({ data, schema }) =>
    `string ${shown(data)} is too short (length: ${lengthOf(data)}, required minimum: ${shown(schema)})`,
  minProperties: ({ data, schema }) =>
    `object has too few properties (found ${lengthOf(data)} but schema requires at least ${shown(schema)})`,
  multipleOf: ({ data, schema }) =>
    `remainder of division is not zero (${shown(data)} / ${shown(schema)})`,
  not: () => "instance matched a schema which it should not have",
  oneOf: ({ params, schema }) =>
    `instance failed to match exactly one schema (matched ${params.passingSchemas ? lengthOf(params.passingSchemas) : 0} out of ${lengthOf(schema)})`,
  pattern: ({ data, schema }) =>
    `ECMA 262 regex ${shown(schema)} does not match input string ${shown(data)}`,
  type: ({ data, schema }) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${shown(allowedTypes(schema))})`,
  uniqueItems: () => "array must not contain duplicate elements",
};

const isExclusive = (comparison: unknown): boolean => comparison === "<" || comparison === ">";

/** Whole numbers are numbers. */
function allowedTypes(schema: unknown): string[] {
  const types = new Set((Array.isArray(schema) ? schema : [schema]).map(String));
  if (types.has("number")) types.add("integer");
  return [...types].toSorted();
}

/** All that is wrong, in brackets. */
export function describeProblems(errors: readonly ErrorObject[]): string {
  const outer = errors.filter(({ schemaPath }) => !/\/(anyOf|oneOf|not)\//.test(schemaPath));
  const told = new Set<string>();
  for (const error of outer) told.add(problem(error, outer));
  return `[${[...told].join(", ")}]`;
}

function problem(error: ErrorObject, all: readonly ErrorObject[]): string {
  const { keyword, params } = error;
  /** What the errors of the same keyword about the same object name, which ajv tells one by one. */
  const together = (member: string): string => {
    const names = all
      .filter((one) => one.keyword === keyword && one.instancePath === error.instancePath)
      .map((one) => String((one.params as Record<string, unknown>)[member]));
    return shown([...new Set(names)].toSorted());
  };
  if (keyword === "required")
    return `object has missing required properties (${together("missingProperty")})`;
  if (keyword === "additionalProperties")
    return `object instance has properties which are not allowed by the schema: ${together("additionalProperty")}`;
  if (keyword === "dependencies") {
    const { property, missingProperty } = params as Record<string, string>;
    const [needed] = [(error.schema as Record<string, unknown>)[property ?? ""]];
    return `property ${shown(property)} of object has missing property dependencies (schema requires ${shown(needed)}; missing: ${shown([missingProperty])})`;
  }
  const worded = Object.hasOwn(words, keyword) ? words[keyword] : undefined;
  return worded ? worded(error) : `instance does not match the keyword ${keyword}`;
}
