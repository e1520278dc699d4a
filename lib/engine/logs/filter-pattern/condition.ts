import { type NeededText, neededByAny } from "../needed-text.ts";
import type { PatternScanner } from "./pattern-scanner.ts";

/** Whether an event in its parsed form satisfies a condition, and what its text must hold for that. */
export interface Condition<Event> {
  test: (event: Event) => boolean;
  needed: NeededText;
}

/** Reads conditions joined by `&&` (binds tighter) and `||`, with parentheses. */
export function readCondition<Event>(
  scanner: PatternScanner,
  readOne: (scanner: PatternScanner) => Condition<Event>,
): Condition<Event> {
  const readFactor = (): Condition<Event> => {
    if (!scanner.take("(")) return readOne(scanner);
    const inner = readCondition(scanner, readOne);
    scanner.expect(")");
    return inner;
  };
  const readAll = (): Condition<Event> => {
    const factors = [readFactor()];
    while (scanner.take("&&")) factors.push(readFactor());
    if (factors.length === 1) return factors[0]!;
    return {
      test: (event) => factors.every(({ test }) => test(event)),
      needed: factors.flatMap(({ needed }) => needed),
    };
  };
  const terms = [readAll()];
  while (scanner.take("||")) terms.push(readAll());
  if (terms.length === 1) return terms[0]!;
  return {
    test: (event) => terms.some(({ test }) => test(event)),
    needed: neededByAny(terms.map(({ needed }) => needed)),
  };
}
