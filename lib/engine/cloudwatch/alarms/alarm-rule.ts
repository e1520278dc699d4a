import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { validationError } from "../errors.ts";

/** A parsed AlarmRule of a composite alarm. */
type Rule =
  | { kind: "constant"; value: boolean }
  | { kind: "state"; state: StateValue; alarm: string }
  | { kind: "not"; of: Rule }
  | { kind: "and" | "or"; left: Rule; right: Rule }
  | {
      kind: "atLeast";
      count: number;
      percent: boolean;
      state: StateValue;
      not: boolean;
      alarms: string[];
    };

export interface AlarmRule {
  /** The alarms it names, by name or ARN as written, each once. */
  alarms: readonly string[];
  /** `stateOf` knows the state of an alarm by the name or ARN the rule has for it. */
  holds(stateOf: (alarm: string) => StateValue | undefined): boolean;
}

const states = ["OK", "ALARM", "INSUFFICIENT_DATA"] as const;
const mostAlarms = 100;
const mostElements = 500;

/** Parses `ALARM("one") AND NOT OK(two)`. Throws ValidationError with what is wrong and where. */
export function parseAlarmRule(text: string): AlarmRule {
  if (text.trim() !== text || text === "")
    throw validationError("AlarmRule must not contain leading or trailing whitespace or be null");
  const rule = new Parser(text).parse();
  const alarms = [...new Set(alarmsOf(rule))];
  if (alarms.length > mostAlarms)
    throw validationError(`AlarmRule must not refer to more than ${mostAlarms} alarms.`);
  return { alarms, holds: (stateOf) => holds(rule, stateOf) };
}

function alarmsOf(rule: Rule): string[] {
  switch (rule.kind) {
    case "constant":
      return [];
    case "state":
      return [rule.alarm];
    case "not":
      return alarmsOf(rule.of);
    case "atLeast":
      return rule.alarms;
    default:
      return [...alarmsOf(rule.left), ...alarmsOf(rule.right)];
  }
}

function holds(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case "constant":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.state;
    case "not":
      return !holds(rule.of, stateOf);
    case "and":
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case "or":
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
    case "atLeast": {
      const { alarms, state, not, count, percent } = rule;
      const matching = alarms.filter((alarm) => (stateOf(alarm) === state) !== not).length;
      return matching >= (percent ? (count / 100) * alarms.length : count);
    }
  }
}

class Parser {
  #position = 0;
  #elements = 0;

  constructor(private readonly text: string) {}

  parse(): Rule {
    const rule = this.#readOr();
    this.#skipSpace();
    if (this.#position < this.text.length) throw this.#wrong("AND, OR or the end");
    return rule;
  }

  #readOr(): Rule {
    let left = this.#readAnd();
    while (this.#takeWord("OR")) left = { kind: "or", left, right: this.#readAnd() };
    return left;
  }

  #readAnd(): Rule {
    let left = this.#readNot();
    while (this.#takeWord("AND")) left = { kind: "and", left, right: this.#readNot() };
    return left;
  }

  #readNot(): Rule {
    return this.#takeWord("NOT") ? { kind: "not", of: this.#readNot() } : this.#readElement();
  }

  #readElement(): Rule {
    if (++this.#elements > mostElements)
      throw validationError(`AlarmRule must not have more than ${mostElements} elements.`);
    if (this.#take("(")) {
      const inner = this.#readOr();
      this.#expect(")");
      return inner;
    }
    if (this.#takeWord("TRUE")) return { kind: "constant", value: true };
    if (this.#takeWord("FALSE")) return { kind: "constant", value: false };
    if (this.#takeWord("AT_LEAST")) return this.#readAtLeast();
    const state = this.#takeState();
    if (!state)
      throw this.#wrong(
        "ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE or FALSE",
      );
    this.#expect("(");
    const alarm = this.#readAlarm();
    this.#expect(")");
    return { kind: "state", state, alarm };
  }

  #readAtLeast(): Rule {
    this.#expect("(");
    const [, digits, sign] = this.#match(/(\d+)(%?)/y) ?? [];
    if (digits === undefined) throw this.#wrong("a number or a percentage");
    const [count, percent] = [Number(digits), sign === "%"];
    this.#expect(",");
    const not = this.#takeWord("NOT");
    const state = this.#takeState();
    if (!state) throw this.#wrong("ALARM, OK or INSUFFICIENT_DATA");
    this.#expect(",");
    this.#expect("(");
    const alarms = [this.#readAlarm()];
    while (this.#take(",")) alarms.push(this.#readAlarm());
    this.#expect(")");
    this.#expect(")");
    if (count < 1 || count > (percent ? 100 : alarms.length))
      throw validationError(
        `AT_LEAST in AlarmRule asks for ${digits}${sign} of ${alarms.length} alarms: between 1 and ${alarms.length}, or 1% and 100%, are possible.`,
      );
    return { kind: "atLeast", count, percent, state, not, alarms };
  }

  #readAlarm(): string {
    const quoted = this.#match(/"((?:[^"\\]|\\.)*)"/y);
    if (quoted) return (quoted[1] ?? "").replaceAll(/\\(.)/g, "$1");
    const plain = this.#match(/[^\s(),"]+/y);
    if (!plain) throw this.#wrong("the name or ARN of an alarm");
    return plain[0];
  }

  #takeState(): StateValue | undefined {
    return states.find((state) => this.#takeWord(state));
  }

  #takeWord(word: string): boolean {
    return this.#match(new RegExp(`${word}(?![\\w])`, "y")) !== null;
  }

  #take(symbol: string): boolean {
    this.#skipSpace();
    if (this.text[this.#position] !== symbol) return false;
    this.#position++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#wrong(`"${symbol}"`);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    this.#skipSpace();
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text);
    if (found) this.#position = pattern.lastIndex;
    return found;
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.#position] ?? "")) this.#position++;
  }

  #wrong(expected: string) {
    const found = this.text.slice(this.#position, this.#position + 20);
    return validationError(
      `Error parsing AlarmRule at position ${this.#position}: expected ${expected}, found ${found === "" ? "the end" : `"${found}"`}.`,
    );
  }
}
