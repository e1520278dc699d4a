/** Thrown for a pattern that AWS would refuse; the message says why, in AWS's words, and where. */
export class PatternError extends Error {}

export type Token =
  | { kind: "{" | "}" | "[" | "]" }
  | { kind: "name" | "string"; text: string }
  | { kind: "number"; text: string; value: number }
  | { kind: "literal"; value: boolean | null };

const longestShown = 500;

/**
 * Reads a pattern token by token and knows the place at which AWS's reader (Jackson) would complain: after a name
 * that is the beginning of its value, and strings count as read only when somebody asked for their text.
 */
export class PatternReader {
  readonly #text: string;
  #at = 0;
  /** Where a complaint about the last token points. */
  #place = 0;
  /** The open objects and lists, innermost last. */
  readonly #open: ("{" | "[")[] = [];
  #expects: "value" | "name or end" | "separator" = "value";

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token, or undefined at the end of the text. Throws PatternError for what is not JSON. */
  next(): Token | undefined {
    this.#skipSpace();
    const inside = this.#open.at(-1);
    if (this.#expects === "separator") {
      if (inside === undefined) {
        if (this.#at < this.#text.length) throw this.#malformed();
        return undefined;
      }
      const sign = this.#text[this.#at];
      if (sign === ",") {
        this.#at += 1;
        this.#skipSpace();
        if (inside === "{" && this.#text[this.#at] !== '"') throw this.#malformed();
      } else if (sign !== (inside === "{" ? "}" : "]")) throw this.#malformed();
      this.#expects = inside === "{" ? "name or end" : "value";
    }
    const sign = this.#text[this.#at];
    if ((sign === "}" && inside === "{") || (sign === "]" && inside === "[")) {
      this.#open.pop();
      return this.#take({ kind: sign }, this.#at + 1);
    }
    if (this.#expects === "name or end") return this.#name();
    if (sign === "{" || sign === "[") {
      this.#open.push(sign);
      this.#at += 1;
      this.#place = this.#at;
      this.#expects = sign === "{" ? "name or end" : "value";
      return { kind: sign };
    }
    if (sign === '"') {
      const start = this.#at;
      const token = this.#take({ kind: "string", text: this.#string() }, this.#at);
      this.#place = start + 1;
      return token;
    }
    return this.#scalar();
  }

  /** Says that the text of the last token was looked at, so that complaints point behind it. */
  seen(): void {
    this.#place = this.#at;
  }

  /** A complaint about the last token, with AWS's note of the place. */
  complaint(message: string): PatternError {
    const before = this.#text.slice(0, this.#place).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    const left = this.#text.length - longestShown;
    const shown =
      left > 0
        ? `"${this.#text.slice(0, longestShown)}"[truncated ${left} chars]`
        : `"${this.#text}"`;
    return new PatternError(
      `${message}\n at [Source: (String)${shown}; line: ${before.length}, column: ${column}]`,
    );
  }

  #take<T extends Token>(token: T, end: number): T {
    this.#at = end;
    this.#place = end;
    this.#expects = "separator";
    return token;
  }

  #name(): Token {
    if (this.#text[this.#at] !== '"') throw this.#malformed();
    const text = this.#string();
    this.#skipSpace();
    if (this.#text[this.#at] !== ":") throw this.#malformed();
    this.#at += 1;
    this.#skipSpace();
    this.#expects = "value";
    const value = /^(?:-?[\d.eE+-]+|true|false|null|["{[])/.exec(
      this.#text.slice(this.#at, this.#at + 64),
    );
    this.#place = this.#at + (value?.[0].length ?? 0);
    return { kind: "name", text };
  }

  #scalar(): Token {
    const [text] = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(
      this.#text.slice(this.#at),
    ) ?? [""];
    const end = this.#at + text.length;
    if (text === "" || /[\w.]/.test(this.#text[end] ?? "")) throw this.#malformed();
    if (text === "true" || text === "false" || text === "null")
      return this.#take({ kind: "literal", value: JSON.parse(text) as boolean | null }, end);
    return this.#take({ kind: "number", text, value: Number(text) }, end);
  }

  #string(): string {
    const [quoted] = /^"(?:[^"\\]|\\.)*"/s.exec(this.#text.slice(this.#at)) ?? [];
    if (quoted === undefined) throw this.#malformed();
    this.#at += quoted.length;
    try {
      return JSON.parse(quoted) as string;
    } catch {
      throw this.#malformed();
    }
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #malformed(): PatternError {
    this.#place = this.#at;
    return this.complaint("Filter is not valid JSON");
  }
}
