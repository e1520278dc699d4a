import { neededLiteral } from "../needed-text.ts";
import type { FilterPattern } from "./compile-filter-pattern.ts";
import { readComparison } from "./comparison.ts";
import { type Condition, readCondition } from "./condition.ts";
import { invalidPattern, PatternScanner } from "./pattern-scanner.ts";

interface Field {
  name: string;
  condition?: Condition<string>;
}

const bareOperand = /(?:(?!&&|\|\|)[^\s"%,\]()])+/y;

/** `[ip, user, ..., status = 4*, bytes > 1000]`: a line of fields between spaces. */
export function compileFieldsPattern(pattern: string): FilterPattern {
  const { fields, ellipsisAt } = parseFields(pattern);
  /** The line's words by field, or undefined when the line has too few. */
  const align = (message: string): string[] | undefined => {
    const words = splitLine(message);
    if (words.length < fields.length) return undefined;
    if (ellipsisAt !== undefined) {
      const behind = fields.length - ellipsisAt;
      return [...words.slice(0, ellipsisAt), ...words.slice(words.length - behind)];
    }
    // The last field takes the rest of the line: `[level = ERROR, rest]`.
    const head = words.slice(0, fields.length - 1);
    return [...head, words.slice(fields.length - 1).join(" ")];
  };
  return {
    matches(message) {
      if (fields.length === 0) return true;
      const words = align(message);
      return (
        words !== undefined &&
        fields.every(({ condition }, index) => condition?.test(words[index]!) ?? true)
      );
    },
    needed: fields.flatMap(({ condition }) => condition?.needed ?? []),
    extract(message) {
      const words = align(message) ?? [];
      return Object.fromEntries(words.map((word, index) => [`$${fields[index]!.name}`, word]));
    },
  };
}

function parseFields(pattern: string): { fields: Field[]; ellipsisAt?: number } {
  const scanner = new PatternScanner(pattern);
  const fields: Field[] = [];
  let ellipsisAt: number | undefined;
  scanner.expect("[");
  if (!scanner.take("]")) {
    do {
      if (scanner.take("...")) {
        if (ellipsisAt !== undefined) throw invalidPattern("there is more than one ...");
        ellipsisAt = fields.length;
      } else fields.push(readField(scanner, fields.length));
    } while (scanner.take(","));
    scanner.expect("]");
  }
  if (!scanner.atEnd) throw scanner.unexpected("nothing");
  return ellipsisAt === undefined ? { fields } : { fields, ellipsisAt };
}

function readField(scanner: PatternScanner, index: number): Field {
  // A field without a name or a condition only takes its place: `[ip, , user]`.
  let name: string | undefined;
  let bare = false;
  const readOne = (inner: PatternScanner): Condition<string> => {
    const found = inner.match(/[\p{L}_][\p{L}\p{N}_-]*/uy)?.[0];
    if (found !== undefined && name !== undefined && found !== name)
      throw invalidPattern(`the field ${name} has a condition on ${found}`);
    name ??= found;
    if (inner.match(/(?=[,\]]|$)/y)) {
      bare = true;
      return { test: () => true, needed: [] };
    }
    const { test, literal = "" } = readComparison(inner, bareOperand);
    // What holds brackets, quotes or space may be put together from several places of the line.
    return { test, needed: /^[^\s[\]"]*$/.test(literal) ? neededLiteral(literal) : [] };
  };
  const condition = readCondition(scanner, readOne);
  return { name: name ?? String(index + 1), ...(bare ? {} : { condition }) };
}

/** Words of a line; what stands in brackets or double quotes is one word, without them. */
function splitLine(message: string): string[] {
  return [...message.matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g)].map(
    ([, bracketed, quoted, word]) => bracketed ?? quoted ?? word ?? "",
  );
}
