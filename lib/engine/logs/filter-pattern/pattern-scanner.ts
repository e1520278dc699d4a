import { ServiceError } from "../../http/service.ts";

/** The error AWS answers a malformed pattern with, and what is wrong with it. */
export function invalidPattern(detail: string): ServiceError {
  return new ServiceError("InvalidParameterException", `Invalid filter pattern: ${detail}`, 400);
}

/** Reads a pattern from left to right; every read skips white space first. */
export class PatternScanner {
  #position = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    this.#skipSpace();
    return this.#position >= this.text.length;
  }

  /** Takes `literal` if it comes next. */
  take(literal: string): boolean {
    this.#skipSpace();
    if (!this.text.startsWith(literal, this.#position)) return false;
    this.#position += literal.length;
    return true;
  }

  /** Takes `literal` or refuses the pattern. */
  expect(literal: string): void {
    if (!this.take(literal)) throw this.unexpected(`"${literal}"`);
  }

  /** Takes what a sticky expression (flag y) matches here, with its groups. */
  match(expression: RegExp): RegExpExecArray | undefined {
    this.#skipSpace();
    expression.lastIndex = this.#position;
    const found = expression.exec(this.text);
    if (found) this.#position = expression.lastIndex;
    return found ?? undefined;
  }

  unexpected(wanted: string): ServiceError {
    const rest = this.text.slice(this.#position, this.#position + 20);
    return invalidPattern(`expected ${wanted} at ${rest === "" ? "the end" : `"${rest}"`}`);
  }

  #skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.#position))) this.#position++;
  }
}
