import { neededInJson } from "../needed-text.ts";
import type { FilterPattern } from "./compile-filter-pattern.ts";
import { readComparison } from "./comparison.ts";
import { type Condition, readCondition } from "./condition.ts";
import { invalidPattern, PatternScanner } from "./pattern-scanner.ts";

/** A step of a selector: a property's name, an element's index, or any of either. */
type Step = string | number | typeof anyStep;
const anyStep = Symbol("*");

interface Selector {
  /** As written, for extracted values. */
  text: string;
  steps: Step[];
}

const bareOperand = /[^\s"%&|()}]+/y;

/** `{ $.a.b[0] = "x" && ($.n > 5 || $.z NOT EXISTS) }` */
export function compileJsonPattern(pattern: string): FilterPattern {
  const scanner = new PatternScanner(pattern);
  const selectors: Selector[] = [];
  scanner.expect("{");
  const condition = readCondition(scanner, (inner) => readTest(inner, selectors));
  scanner.expect("}");
  if (!scanner.atEnd) throw scanner.unexpected("nothing");
  const wildcards = selectors.flatMap(({ steps }) => steps.filter((step) => step === anyStep));
  if (wildcards.length > 3) throw invalidPattern("there are more than three wildcard selectors");
  return {
    matches(message) {
      const event = parseEvent(message);
      return event !== undefined && condition.test(event);
    },
    needed: condition.needed,
    extract(message) {
      const event = parseEvent(message);
      const values: Record<string, string> = {};
      for (const { text, steps } of selectors) {
        const [value] = select(event, steps);
        if (value !== undefined)
          values[text] = typeof value === "string" ? value : JSON.stringify(value);
      }
      return values;
    },
  };
}

function readTest(scanner: PatternScanner, selectors: Selector[]): Condition<unknown> {
  const selector = readSelector(scanner);
  selectors.push(selector);
  const { steps } = selector;
  if (scanner.match(/NOT\s+EXISTS\b/iy))
    return { test: (event) => select(event, steps).length === 0, needed: [] };
  const names = steps.flatMap((step) => (typeof step === "string" ? neededInJson(step) : []));
  const is = scanner.match(/IS\s+(NULL|TRUE|FALSE)\b/iy)?.[1]?.toUpperCase();
  if (is) {
    const wanted = is === "NULL" ? null : is === "TRUE";
    return { test: (event) => select(event, steps).includes(wanted), needed: names };
  }
  const { test, literal = "" } = readComparison(scanner, bareOperand);
  return {
    test: (event) =>
      select(event, steps).some(
        (value) => value !== null && typeof value !== "object" && test(value as string),
      ),
    // 1000 may be written 1e3: what looks like part of a number is not needed letter for letter.
    needed: [...(/[a-df-z]/i.test(literal) ? neededInJson(literal) : []), ...names],
  };
}

function readSelector(scanner: PatternScanner): Selector {
  const steps: Step[] = [];
  let text = "$";
  scanner.expect("$");
  for (;;) {
    const found = scanner.match(
      /\.?\[\s*(?:'([^']*)'|"([^"]*)"|(\d+)|(\*))\s*\]|\.(?:([\p{L}\p{N}_\-@]+)|(\*))/uy,
    );
    if (!found) break;
    const [whole, single, double, index, anyElement, name, anyMember] = found;
    text += whole;
    if (index !== undefined) steps.push(Number(index));
    else if (anyElement !== undefined || anyMember !== undefined) steps.push(anyStep);
    else steps.push(single ?? double ?? name ?? "");
  }
  if (steps.length === 0) throw scanner.unexpected("a property selector such as $.name");
  if (steps.filter((step) => step === anyStep).length > 1)
    throw invalidPattern(`the selector ${text} has more than one wildcard`);
  return { text, steps };
}

function parseEvent(message: string): unknown {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

/** The values a selector points at: none, one, or with a wildcard several. */
function select(event: unknown, steps: readonly Step[]): unknown[] {
  let values = [event];
  for (const step of steps) {
    values = values.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      if (step === anyStep) return Object.values(value);
      if (typeof step === "number")
        return Array.isArray(value) && step < value.length ? [value[step] as unknown] : [];
      return !Array.isArray(value) && Object.hasOwn(value, step)
        ? [(value as Record<string, unknown>)[step]]
        : [];
    });
  }
  return values;
}
