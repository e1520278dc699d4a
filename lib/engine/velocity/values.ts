import { mostCharacters, TemplateError } from "./template.ts";

/** What templates work with: plain values, lists as arrays, maps as Map, and things with methods of their own. */
export type Value = unknown;
export type MapValue = Map<string, Value>;

/** A list that came from JSON and is shown as JSON, where Velocity's own lists are not. */
class JsonList extends Array<Value> {}

/** One entry of a map, as `entrySet()` gives it. */
export class Entry {
  constructor(
    readonly key: string,
    readonly value: Value,
  ) {}
}

/** Something that the surroundings of a template give it, such as `$input`. */
export class Tool {
  constructor(
    readonly methods: Readonly<Record<string, (...given: Value[]) => Value>>,
    readonly members: Readonly<Record<string, Value>> = {},
  ) {}
}

export const isMap = (value: Value): value is MapValue => value instanceof Map;
export const isList = (value: Value): value is Value[] => Array.isArray(value);

export function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return JsonList.from(json, fromJson);
  if (typeof json !== "object" || json === null) return json;
  return new Map(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
}

/** A value in a text: nothing for null, maps and lists as Java prints them, lists of JSON as JSON. */
export function textOf(value: Value): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : new Printer().print(value, false);
}

const deepest = 200;

/** A list may hold itself, or the same list many times over. */
class Printer {
  #characters = 0;
  #depth = 0;

  print(value: Value, asJson: boolean): string {
    if (this.#depth > deepest) throw new TemplateError("a value is too deeply nested");
    this.#depth += 1;
    const text = this.#text(value, asJson);
    this.#depth -= 1;
    this.#characters += text.length;
    if (this.#characters > mostCharacters) throw new TemplateError("a text is too long");
    return text;
  }

  #text(value: Value, asJson: boolean): string {
    if (value === undefined || value === null) return "null";
    if (isList(value)) {
      const json = asJson || value instanceof JsonList;
      return `[${Array.from(value, (item) => this.print(item, json)).join(json ? "," : ", ")}]`;
    }
    if (isMap(value)) {
      const items = [...value].map(([name, item]) =>
        asJson
          ? `${JSON.stringify(name)}:${this.print(item, true)}`
          : `${name}=${this.print(item, false)}`,
      );
      return `{${items.join(asJson ? "," : ", ")}}`;
    }
    if (value instanceof Entry) return `${value.key}=${this.print(value.value, asJson)}`;
    if (value instanceof Tool) return "";
    return asJson ? JSON.stringify(value) : String(value as string | number | boolean);
  }
}

/** Velocity 1.7: everything is true but false and nothing. */
export const isTrue = (value: Value): boolean =>
  value !== undefined && value !== null && value !== false;

/** As Velocity compares: numbers by value, other kinds by what they print; nothing is an empty text in API Gateway. */
export function areEqual(left: Value, right: Value): boolean {
  if (typeof left === "number" && typeof right === "number") return left === right;
  return textOf(left) === textOf(right);
}
