/** Thrown where a text is not a value, or shows only part of one; the message says which. */
export class PrintedValueError extends Error {}

/**
 * Reads a value as a program prints it: JSON, Python's `print(event)` or Node.js's `console.log(event)`. The latter
 * leaves parts out of large and deep values; then it throws a PrintedValueError rather than give back less.
 * `end`: where the value ended in the text.
 */
export function parsePrinted(text: string, from = 0): { value: unknown; end: number } {
  const reader = new Reader(text, from);
  const value = reader.value(0);
  return { value, end: reader.at };
}

const deepest = 200;
const simpleEscapes: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
  a: "\u0007",
};
const words: Record<string, unknown> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
  undefined: null,
  NaN: null,
};

class Reader {
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  value(depth: number): unknown {
    if (depth > deepest) throw new PrintedValueError("it is nested too deeply");
    this.#space();
    if (this.#match(/\[(?:Object|Array|Circular)\b|\.\.\. \d|<ref /y) !== undefined)
      throw new PrintedValueError("parts of it were left out");
    const character = this.text[this.at];
    if (character === "{") return this.#object(depth);
    if (character === "[") return this.#list(depth, "]");
    // A tuple of Python is a list in JSON.
    if (character === "(") return this.#list(depth, ")");
    if (character === '"' || character === "'" || character === "`") return this.#string(character);
    return this.#bare();
  }

  #object(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    this.at += 1;
    for (;;) {
      this.#space();
      if (this.#takes("}")) return { ...object };
      const name = this.#name();
      this.#space();
      if (!this.#takes(":")) throw this.#unreadable();
      object[name] = this.value(depth + 1);
      this.#space();
      if (!this.#takes(",") && this.text[this.at] !== "}") throw this.#unreadable();
    }
  }

  #list(depth: number, close: string): unknown[] {
    const list: unknown[] = [];
    this.at += 1;
    for (;;) {
      this.#space();
      if (this.#takes(close)) return list;
      list.push(this.value(depth + 1));
      this.#space();
      if (!this.#takes(",") && this.text[this.at] !== close) throw this.#unreadable();
    }
  }

  #name(): string {
    const character = this.text[this.at];
    if (character === '"' || character === "'") return this.#string(character);
    const name = this.#match(/[\w$]+/y);
    if (name === undefined) throw this.#unreadable();
    return name;
  }

  #string(quote: string): string {
    let text = "";
    this.at += 1;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) throw new PrintedValueError("it breaks off");
      this.at += 1;
      if (character === quote) break;
      text += character === "\\" ? this.#escaped() : character;
    }
    // Node.js breaks long strings into parts, and cuts very long ones.
    const more = this.#match(/\s*\.\.\. \d+ more characters?/y);
    if (more) throw new PrintedValueError("a long text in it was cut");
    const joined = this.#match(/\s*\+\s*(?=['"`])/y);
    return joined === undefined ? text : text + this.#string(this.text[this.at]!);
  }

  #escaped(): string {
    const character = this.text[this.at] ?? "";
    this.at += 1;
    const digits = { x: 2, u: 4, U: 8 }[character];
    if (digits === undefined) return simpleEscapes[character] ?? character;
    const code = Number.parseInt(this.text.slice(this.at, this.at + digits), 16);
    if (!(code <= 0x10_ff_ff)) throw this.#unreadable();
    this.at += digits;
    return String.fromCodePoint(code);
  }

  #bare(): unknown {
    const number = this.#match(/-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y);
    if (number !== undefined) return Number(number);
    const word = this.#match(/(?:true|True|false|False|null|None|undefined|NaN)\b/y);
    if (word !== undefined) return words[word];
    throw this.#unreadable();
  }

  #unreadable(): PrintedValueError {
    const rest = this.text.slice(this.at, this.at + 1);
    return new PrintedValueError(rest === "" ? "it breaks off" : "it is not written as a value");
  }

  #takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #space(): void {
    this.#match(/[\s\u00a0]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
