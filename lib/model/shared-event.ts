import type { InvocationType } from "./invoke";
import { asText, parsed, place } from "./json-place";
import { compactJson, formatJson } from "./json-text";

/** Where the AWS console and the SAM CLI keep a function's shareable test events. */
export const testEventRegistry = "lambda-testevent-schemas";
export const testEventSchema = (functionName: string): string => `_${functionName}-schema`;

/** The most characters of a schema, which holds all shareable events of a function. */
export const longestSchema = 100_000;

/** A test event that everybody with access to the account sees. */
export interface SharedEvent {
  name: string;
  /** Its JSON, indented. */
  body: string;
  /** How it is sent; absent where whoever saved it did not say. */
  type?: InvocationType;
}

export interface SharedEvents {
  events: SharedEvent[];
  /** The version of the schema they stand in; null: there is none yet. */
  version: string | null;
}

export const sharedNamePattern = /^[A-Za-z0-9._-]{1,25}$/;
export const sharedNameWords = "A name has 1 to 25 letters, digits, dots, hyphens and underscores.";

const examplesAt = place("components", "examples");
const valueAt = place("value");
const typeAt = place("x-metadata", "invocationType", asText);

/** The events in a schema, by name; undefined when it is not a schema that can hold some. */
export function eventsInSchema(content: string): SharedEvent[] | undefined {
  const examples = examplesOf(content);
  return (
    examples &&
    [...examples].flatMap(([name, example]): SharedEvent[] => {
      const value = valueAt.read(example);
      if (value === undefined) return [];
      const type = typeAt.read(example);
      const isKnown = type === "RequestResponse" || type === "Event" || type === "DryRun";
      return [{ name, body: formatJson(value) ?? value, ...(isKnown && { type }) }];
    })
  );
}

/** The schema with an event more, or with another text for the one of that name. Everything else in it stays. */
export function withSharedEvent(content: string | undefined, event: SharedEvent): string {
  const body = compactJson(event.body);
  const schema = content ?? newSchema(body);
  const examples = examplesOf(schema) ?? new Map<string, string>();
  const example = valueAt.write(examples.get(event.name) ?? "{}", body);
  examples.set(event.name, event.type ? typeAt.write(example, event.type) : example);
  return withExamples(schema, examples);
}

/** The schema without an event; undefined when it was the last one. */
export function withoutSharedEvent(content: string, name: string): string | undefined {
  const examples = examplesOf(content) ?? new Map<string, string>();
  examples.delete(name);
  return examples.size > 0 ? withExamples(content, examples) : undefined;
}

/** The schema with an event under another name, at the same place among the others. */
export function withRenamedEvent(content: string, from: string, to: string): string {
  const examples = [...(examplesOf(content) ?? [])].map(
    ([name, example]) => [name === from ? to : name, example] as const,
  );
  return withExamples(content, new Map(examples));
}

/** Name and JSON text of each example; undefined for what is no such schema. */
function examplesOf(content: string): Map<string, string> | undefined {
  const schema = parsed(content);
  if (typeof schema !== "object" || schema === null || !("components" in schema)) return undefined;
  const text = examplesAt.read(content) ?? "{}";
  const names = Object.keys((parsed(text) as object | null) ?? {});
  return new Map(names.map((name) => [name, place(name).read(text) ?? "{}"]));
}

function withExamples(content: string, examples: ReadonlyMap<string, string>): string {
  const members = [...examples].map(([name, example]) => `${JSON.stringify(name)}:${example}`);
  return examplesAt.write(content, `{${members.join(",")}}`);
}

/** An OpenAPI document about events like this one, as the registry's own discovery would make it. */
function newSchema(body: string): string {
  return JSON.stringify({
    openapi: "3.0.0",
    info: { version: "1.0.0", title: "Event" },
    paths: {},
    components: { schemas: { Event: schemaOf(parsed(body), 0) } },
  });
}

const deepest = 8;

function schemaOf(value: unknown, depth: number): object {
  if (Array.isArray(value))
    return {
      type: "array",
      items: depth < deepest && value.length > 0 ? schemaOf(value[0], depth + 1) : {},
    };
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value);
    if (names.length === 0 || depth >= deepest) return { type: "object" };
    return {
      type: "object",
      required: names,
      properties: Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, schemaOf(each, depth + 1)]),
      ),
    };
  }
  return typeof value === "number" || typeof value === "boolean" || typeof value === "string"
    ? { type: typeof value }
    : {};
}
