import { expect, test } from "vitest";
import { checkContent } from "./check-content.ts";

const openApi = {
  openapi: "3.0.0",
  info: { title: "Event", version: "1.0.0" },
  paths: {},
  components: { schemas: { Event: { type: "object" } }, examples: { a: { value: {} } } },
};
const jsonSchema = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  required: ["id"],
  properties: { id: { type: ["string", "null"], pattern: "^[a-z]+$" }, tags: { items: [{}] } },
  definitions: { price: { minimum: 0, exclusiveMinimum: true } },
  dependencies: { id: ["tags"] },
  anyOf: [{ not: { enum: [1] } }],
};

const check = (type: "OpenApi3" | "JSONSchemaDraft4", document: unknown) => () =>
  checkContent(type, typeof document === "string" ? document : JSON.stringify(document));

test("documents of their type pass", () => {
  expect(check("OpenApi3", openApi)).not.toThrow();
  expect(check("OpenApi3", { ...openApi, components: undefined })).not.toThrow();
  expect(check("JSONSchemaDraft4", jsonSchema)).not.toThrow();
  expect(check("JSONSchemaDraft4", {})).not.toThrow();
});

test.each([
  ["not JSON", "nonsense", "not valid JSON"],
  ["a list", [], "must be a JSON object"],
  ["a JSON schema", jsonSchema, "openapi must be"],
  ["OpenAPI 2", { ...openApi, openapi: "2.0" }, "openapi must be"],
  ["no title", { ...openApi, info: { version: "1" } }, "info.title must be a string"],
  ["no paths", { ...openApi, paths: undefined }, "paths must be an object"],
  ["a schema of text", { ...openApi, components: { schemas: { A: "a" } } }, "components.schemas.A"],
])("OpenApi3: %s is refused", (_name, document, problem) => {
  expect(check("OpenApi3", document)).toThrow(problem);
});

test.each([
  [{ $schema: "http://json-schema.org/draft-07/schema#" }, "$schema must be"],
  [{ type: "text" }, "#/type must be one or several of"],
  [{ required: [] }, "#/required must be a list of one or more"],
  [{ properties: { a: { type: "x" } } }, "#/properties/a/type"],
  [{ properties: [] }, "#/properties must be an object"],
  [{ items: [{ minLength: -1 }] }, "#/items/0/minLength"],
  [{ exclusiveMinimum: 3 }, "#/exclusiveMinimum must be true or false"],
  [{ anyOf: {} }, "#/anyOf must be a list"],
  [{ pattern: "(" }, "#/pattern must be a regular expression"],
  [{ dependencies: { a: [1] } }, "#/dependencies/a"],
  [{ additionalProperties: { enum: [] } }, "#/additionalProperties/enum"],
])("JSONSchemaDraft4: %j is refused", (document, problem) => {
  expect(check("JSONSchemaDraft4", document)).toThrow(problem);
});
