import { type Node, TemplateError } from "./template.ts";

const deepest = 100;

/** A place in a template's text, and what has been noticed on the way there. */
export class Cursor {
  at = 0;
  #depth = 0;
  /** Brackets that were found to be text: nobody looks twice. */
  readonly plainBrackets = new Set<number>();
  readonly methods = new Set<string>();
  readonly firstSteps = new Map<string, Set<string>>();

  constructor(
    readonly text: string,
    /** Reads the text of a string in double quotation marks. */
    readonly readInner: (text: string) => readonly Node[],
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what a sticky pattern finds here; undefined where it finds nothing. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }

  takes(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  blanks(): void {
    this.match(/\s+/y);
  }

  expect(sign: string): void {
    this.blanks();
    if (!this.takes(sign)) throw this.wrong(`'${sign}' was expected`);
  }

  wrong(reason: string): TemplateError {
    return new TemplateError(reason, this.at);
  }

  /** Reads something that may hold more of its kind, not deeper than anybody writes. */
  nested<Read>(read: () => Read): Read {
    if (this.#depth >= deepest) throw this.wrong("too deeply nested");
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
