import type { PatternScanner } from "./pattern-scanner.ts";

/** Whether an event in its parsed form satisfies a condition. */
export type Condition<Event> = (event: Event) => boolean;

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
    return factors.length === 1 ? factors[0]! : (event) => factors.every((test) => test(event));
  };
  const terms = [readAll()];
  while (scanner.take("||")) terms.push(readAll());
  return terms.length === 1 ? terms[0]! : (event) => terms.some((test) => test(event));
}
