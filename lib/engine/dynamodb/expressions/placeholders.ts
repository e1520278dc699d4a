import { readValue, type Value } from "../attribute-value.ts";
import { invalid } from "../errors.ts";
import type { TokenReader } from "./tokens.ts";
import { reservedWords } from "./reserved-words.ts";
import { ServiceError } from "../../http/service.ts";

export interface PlaceholderInput {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, object> | undefined;
}

/** A path into an item: names and places in lists. */
export type Path = readonly (string | number)[];

/** The names and values of a request's expressions, and which of them were used. */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, Value>();
  readonly #unusedNames = new Set<string>();
  readonly #unusedValues = new Set<string>();

  /** `expressions` are the request's expressions by their parameters; without any, placeholders are an error. */
  constructor(
    { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: PlaceholderInput,
    expressions: Readonly<Record<string, string | undefined>>,
  ) {
    const none = Object.values(expressions).every((text) => text === undefined);
    const kinds = Object.keys(expressions).join(" and ");
    for (const [kind, given] of [
      ["ExpressionAttributeNames", names],
      ["ExpressionAttributeValues", values],
    ] as const) {
      if (!given) continue;
      if (none)
        throw invalid(
          `${kind} can only be specified when using expressions${kinds ? `: ${kinds} ${Object.keys(expressions).length > 1 ? "are" : "is"} null` : ""}`,
        );
      if (Object.keys(given).length === 0) throw invalid(`${kind} must not be empty`);
    }
    for (const [name, attribute] of Object.entries(names ?? {})) {
      if (!/^#[A-Za-z0-9_]+$/.test(name))
        throw invalid(
          `ExpressionAttributeNames contains invalid key: Syntax error; key: "${name}"`,
        );
      this.#names.set(name, attribute);
      this.#unusedNames.add(name);
    }
    for (const [name, value] of Object.entries(values ?? {})) {
      if (!/^:[A-Za-z0-9_]+$/.test(name))
        throw invalid(
          `ExpressionAttributeValues contains invalid key: Syntax error; key: "${name}"`,
        );
      this.#values.set(name, readGiven(name, value));
      this.#unusedValues.add(name);
    }
  }

  value(tokens: TokenReader, name: string): Value {
    const value = this.#values.get(name);
    if (!value)
      throw tokens.error(
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    this.#unusedValues.delete(name);
    return value;
  }

  /** Reads `a.#b[1].c`. */
  path(tokens: TokenReader): Path {
    const path: (string | number)[] = [this.#name(tokens)];
    for (;;)
      if (tokens.take(".")) path.push(this.#name(tokens));
      else if (tokens.take("[")) {
        const index = tokens.next();
        if (index.kind !== "number") throw tokens.syntaxError(index);
        tokens.expect("]");
        path.push(Number(index.text));
      } else return path;
  }

  #name(tokens: TokenReader): string {
    const token = tokens.next();
    if (token.kind === "name") {
      if (reservedWords.has(token.text.toUpperCase()))
        throw tokens.error(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
      return token.text;
    }
    if (token.kind !== "placeholder") throw tokens.syntaxError(token);
    const name = this.#names.get(token.text);
    if (name === undefined)
      throw tokens.error(
        `An expression attribute name used in the document path is not defined; attribute name: ${token.text}`,
      );
    this.#unusedNames.delete(token.text);
    return name;
  }

  /** Throws for placeholders that no expression names. */
  checkAllUsed(): void {
    for (const [kind, unused] of [
      ["ExpressionAttributeNames", this.#unusedNames],
      ["ExpressionAttributeValues", this.#unusedValues],
    ] as const)
      if (unused.size > 0)
        throw invalid(
          `Value provided in ${kind} unused in expressions: keys: {${[...unused].join(", ")}}`,
        );
  }
}

function readGiven(name: string, value: object): Value {
  try {
    return readValue(value);
  } catch (error) {
    if (error instanceof ServiceError)
      throw invalid(
        `ExpressionAttributeValues contains invalid value: ${error.message} for key ${name}`,
      );
    throw error;
  }
}

/** A path as DynamoDB shows it in errors: `[a, b, [1]]`. */
export const showPath = (path: Path): string =>
  `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
