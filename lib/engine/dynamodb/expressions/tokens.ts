import { invalid } from "../errors.ts";

export interface Token {
  kind: "name" | "placeholder" | "value" | "number" | "symbol" | "end";
  text: string;
  start: number;
}

const pattern =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<placeholder>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>+\-(),.[\]]))/y;

/** Reads an expression token by token; `kind` is its parameter's name, for the errors. */
export class TokenReader {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(
    readonly kind: string,
    readonly source: string,
  ) {
    if (source.trim() === "") throw this.error("The expression can not be empty;");
    pattern.lastIndex = 0;
    let end = 0;
    for (;;) {
      const match = pattern.exec(source);
      if (!match) break;
      end = pattern.lastIndex;
      const [tokenKind, text = ""] =
        Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
      this.#tokens.push({ kind: tokenKind as Token["kind"], text, start: end - text.length });
    }
    const rest = source.slice(end).trimStart();
    if (rest !== "") {
      this.#tokens.push({
        kind: "symbol",
        text: rest.charAt(0),
        start: source.length - rest.length,
      });
      throw this.syntaxError(this.#tokens.at(-1));
    }
    this.#tokens.push({ kind: "end", text: "<EOF>", start: source.length });
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    if (this.#at < this.#tokens.length - 1) this.#at++;
    return token;
  }

  /** Takes the symbol or keyword if it comes next; keywords in any case. */
  take(text: string): boolean {
    const { kind, text: found } = this.peek();
    const fits =
      kind === "name" ? found.toUpperCase() === text : kind === "symbol" && found === text;
    if (fits) this.#at++;
    return fits;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.syntaxError();
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.syntaxError();
  }

  error(message: string): Error {
    return invalid(`Invalid ${this.kind}: ${message}`);
  }

  /** DynamoDB shows the token that it did not expect, and its neighbours. */
  syntaxError(token = this.peek()): Error {
    const index = this.#tokens.indexOf(token);
    const near = this.#tokens
      .slice(Math.max(0, index - 1), index + 2)
      .filter(({ kind }) => kind !== "end");
    const [first] = near;
    const last = near.at(-1);
    const text = first && last ? this.source.slice(first.start, last.start + last.text.length) : "";
    return this.error(`Syntax error; token: "${token.text}", near: "${text}"`);
  }
}
