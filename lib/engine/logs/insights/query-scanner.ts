import { malformedQuery, type Span, unexpectedSymbol } from "./malformed-query.ts";
import type { ServiceError } from "../../http/service.ts";

export interface Token extends Span {
  /** A `field` in back quotes is never a keyword; a `period` is a number with a unit: 5m. */
  kind: "word" | "field" | "string" | "number" | "period" | "symbol" | "end";
  /** What it means: a name without its back quotes, a string without its quotes, else as written. */
  value: string;
}

const space = /(?:\s|#[^\n]*)*/y;
const word = /[\p{L}_@$][\p{L}\p{N}_@$]*/uy;
const segment = /\.(?:([\p{L}\p{N}_@$]+)|`([^`]*)`)/uy;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const unit = /[a-z]+/iy;
const symbol = /=~|!=|<=|>=|[=<>()[\],|+\-*/%^]/y;

/** Reads a query from left to right, one token ahead. A regular expression is read where one may stand. */
export class QueryScanner {
  #position = 0;
  #next: Token | undefined;

  constructor(readonly text: string) {}

  /** The next token, which stays the next. */
  get next(): Token {
    return (this.#next ??= this.#read());
  }

  /** Takes the next token, whatever it is. */
  take(): Token {
    const token = this.next;
    this.#next = undefined;
    this.#position = token.end;
    return token;
  }

  /** Whether a keyword or symbol comes next. Keywords may be written in capitals. */
  at(text: string): boolean {
    const { kind, value } = this.next;
    return kind === "symbol" ? value === text : kind === "word" && value.toLowerCase() === text;
  }

  /** Takes a keyword or symbol if it comes next. */
  accept(text: string): Token | undefined {
    return this.at(text) ? this.take() : undefined;
  }

  /** Takes a keyword or symbol, or refuses the query. */
  expect(text: string): Token {
    const token = this.accept(text);
    if (!token) throw this.unexpected();
    return token;
  }

  expectKind(kind: Token["kind"]): Token {
    if (this.next.kind !== kind) throw this.unexpected();
    return this.take();
  }

  /** Takes a regular expression between slashes if one comes next. */
  acceptRegex(): RegExp | undefined {
    if (!this.at("/")) return undefined;
    const { start } = this.next;
    const found = this.#match(/\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])*)\//y, start);
    if (!found) throw malformedQuery("the regular expression has no end", this.next);
    this.#next = undefined;
    this.#position = start + found[0].length;
    return compileRegex(found[1] ?? "", { start, end: this.#position });
  }

  /** What was written between two places of the query. */
  slice(start: number, end: number): string {
    return this.text.slice(start, end).trim();
  }

  unexpected(token: Token = this.next): ServiceError {
    return unexpectedSymbol(this.text, token);
  }

  #read(): Token {
    const start = this.#position + (this.#match(space, this.#position)?.[0].length ?? 0);
    const token = (kind: Token["kind"], end: number, value = this.text.slice(start, end)) => ({
      kind,
      start,
      end,
      value,
    });
    if (start >= this.text.length) return token("end", start, "");
    const first = this.text.charAt(start);
    if (first === '"' || first === "'" || first === "`") return this.#quoted(start, first);
    const name = this.#match(word, start)?.[0];
    if (name !== undefined) return token("word", ...this.#path(start + name.length, name));
    const digits = this.#match(number, start)?.[0];
    if (digits !== undefined) {
      const end = start + digits.length;
      const letters = this.#match(unit, end)?.[0];
      return letters ? token("period", end + letters.length) : token("number", end);
    }
    const found = this.#match(symbol, start)?.[0];
    if (found !== undefined) return token("symbol", start + found.length);
    throw unexpectedSymbol(this.text, { start, end: start + 1 });
  }

  /** The rest of a dotted name: `a.b.0` and a.`b c`. */
  #path(end: number, value: string): [end: number, value: string] {
    for (;;) {
      const found = this.#match(segment, end);
      if (!found) return [end, value];
      end += found[0].length;
      value += `.${found[1] ?? found[2] ?? ""}`;
    }
  }

  #quoted(start: number, quote: string): Token {
    let value = "";
    for (let index = start + 1; index < this.text.length; index++) {
      const character = this.text.charAt(index);
      if (character === quote) {
        const end = index + 1;
        if (quote !== "`") return { kind: "string", start, end, value };
        const [pathEnd, path] = this.#path(end, value);
        return { kind: "field", start, end: pathEnd, value: path };
      }
      if (character === "\\" && quote !== "`") {
        index++;
        const escaped = this.text.charAt(index);
        // Only quotes and the backslash are escaped: \d in a string is for whoever reads it.
        value += escaped === quote || escaped === "\\" ? escaped : `\\${escaped}`;
      } else value += character;
    }
    throw malformedQuery(`the quotation that begins with ${quote} has no end`, {
      start,
      end: this.text.length,
    });
  }

  #match(expression: RegExp, at: number): RegExpExecArray | undefined {
    expression.lastIndex = at;
    return expression.exec(this.text) ?? undefined;
  }
}

/** JavaScript has no `(?i)` at the start of an expression, but a flag for each of the letters. */
export function compileRegex(source: string, span: Span): RegExp {
  const flags = /^\(\?([imsx]+)\)/.exec(source);
  const letters = new Set((flags?.[1] ?? "").replaceAll("x", ""));
  try {
    const rest = source.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<");
    return new RegExp(rest, [...letters].join(""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw malformedQuery(`the regular expression cannot be used: ${reason}`, span);
  }
}
