import { badRequest } from "./errors.ts";
import type { SchemaType } from "./registry-store.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Throws BadRequestException unless `content` is JSON of the schema type it is said to be. */
export function checkContent(type: SchemaType, content: string): void {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (error) {
    throw badRequest(
      `The content is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isObject(document)) throw badRequest(`The content of a schema must be a JSON object.`);
  const problem = type === "OpenApi3" ? openApiProblem(document) : jsonSchemaProblem(document);
  if (problem !== undefined)
    throw badRequest(`The content is not a valid ${type} schema: ${problem}`);
}

function openApiProblem(document: JsonObject): string | undefined {
  const { openapi, info, paths, components } = document;
  if (typeof openapi !== "string" || !/^3\.\d+\.\d+/.test(openapi))
    return "openapi must be the version of the specification, such as 3.0.0.";
  if (!isObject(info)) return "info must be an object with a title and a version.";
  for (const name of ["title", "version"])
    if (typeof info[name] !== "string") return `info.${name} must be a string.`;
  if (!isObject(paths)) return "paths must be an object; it may be empty.";
  if (components === undefined) return undefined;
  if (!isObject(components)) return "components must be an object.";
  for (const [part, entries] of Object.entries(components)) {
    if (part.startsWith("x-")) continue;
    if (!isObject(entries)) return `components.${part} must be an object.`;
    for (const [name, entry] of Object.entries(entries))
      if (!isObject(entry)) return `components.${part}.${name} must be an object.`;
  }
  return undefined;
}

const draft4 = /^https?:\/\/json-schema\.org\/draft-04\/schema#?$/;
const simpleTypes = ["array", "boolean", "integer", "null", "number", "object", "string"];

function jsonSchemaProblem(document: JsonObject): string | undefined {
  const { $schema } = document;
  if ($schema !== undefined && (typeof $schema !== "string" || !draft4.test($schema)))
    return "$schema must be http://json-schema.org/draft-04/schema#.";
  return schemaProblem(document, "#");
}

/** What Draft 4's own meta-schema asks of a schema and of those within it. */
function schemaProblem(schema: unknown, path: string): string | undefined {
  if (!isObject(schema)) return `${path} must be an object.`;
  for (const [keyword, value] of Object.entries(schema)) {
    const check = keywords.get(keyword);
    const problem = check?.(value, `${path}/${keyword}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

type Check = (value: unknown, path: string) => string | undefined;

const must =
  (test: (value: unknown) => boolean, what: string): Check =>
  (value, path) =>
    test(value) ? undefined : `${path} must be ${what}.`;

const text = must((value) => typeof value === "string", "a string");
const number = must((value) => typeof value === "number", "a number");
const flag = must((value) => typeof value === "boolean", "true or false");
const count = must(
  (value) => Number.isInteger(value) && Number(value) >= 0,
  "a whole number of 0 or more",
);
const listed = must(
  (value) => Array.isArray(value) && value.length > 0,
  "a list that is not empty",
);
const names = must(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "string") &&
    new Set(value).size === value.length,
  "a list of one or more different strings",
);
const types = must(
  (value) =>
    Array.isArray(value)
      ? value.length > 0 && value.every((item) => simpleTypes.includes(String(item)))
      : simpleTypes.includes(String(value)),
  `one or several of ${simpleTypes.join(", ")}`,
);
const pattern = must((value) => {
  if (typeof value !== "string") return false;
  try {
    return Boolean(new RegExp(value));
  } catch {
    return false;
  }
}, "a regular expression");

const schemasByName: Check = (value, path) => {
  if (!isObject(value)) return `${path} must be an object.`;
  return firstProblem(Object.entries(value), ([name, item]) =>
    schemaProblem(item, `${path}/${name}`),
  );
};
const schemaList: Check = (value, path) =>
  listed(value, path) ??
  firstProblem([...(value as unknown[]).entries()], ([index, item]) =>
    schemaProblem(item, `${path}/${index}`),
  );
const schemaOrFlag: Check = (value, path) =>
  typeof value === "boolean" ? undefined : schemaProblem(value, path);
const schemaOrList: Check = (value, path) =>
  Array.isArray(value) ? schemaList(value, path) : schemaProblem(value, path);
const dependencies: Check = (value, path) => {
  if (!isObject(value)) return `${path} must be an object.`;
  return firstProblem(Object.entries(value), ([name, item]) =>
    Array.isArray(item) ? names(item, `${path}/${name}`) : schemaProblem(item, `${path}/${name}`),
  );
};

const keywords = new Map<string, Check>([
  ["id", text],
  ["$schema", text],
  ["title", text],
  ["description", text],
  ["format", text],
  ["multipleOf", must((value) => typeof value === "number" && value > 0, "a number above 0")],
  ["maximum", number],
  ["exclusiveMaximum", flag],
  ["minimum", number],
  ["exclusiveMinimum", flag],
  ["maxLength", count],
  ["minLength", count],
  ["pattern", pattern],
  ["additionalItems", schemaOrFlag],
  ["items", schemaOrList],
  ["maxItems", count],
  ["minItems", count],
  ["uniqueItems", flag],
  ["maxProperties", count],
  ["minProperties", count],
  ["required", names],
  ["additionalProperties", schemaOrFlag],
  ["definitions", schemasByName],
  ["properties", schemasByName],
  ["patternProperties", schemasByName],
  ["dependencies", dependencies],
  ["enum", listed],
  ["type", types],
  ["allOf", schemaList],
  ["anyOf", schemaList],
  ["oneOf", schemaList],
  ["not", schemaProblem],
]);

function firstProblem<Item>(
  items: readonly Item[],
  check: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
