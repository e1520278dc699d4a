import type { Evaluate } from "./evaluate.ts";
import type { ParsePattern } from "./query-syntax.ts";
import type { Row } from "./row.ts";
import { asText } from "./value.ts";

/** Puts what a pattern finds in a text into the row; nothing where it does not fit. */
export function compileParse(source: Evaluate, pattern: ParsePattern): (row: Row) => void {
  const find = finderOf(pattern);
  return (row) => {
    const text = asText(source(row));
    for (const [name, value] of text === undefined ? [] : find(text)) row.set(name, value);
  };
}

type Find = (text: string) => [name: string, value: string | Record<string, string>][];

function finderOf(pattern: ParsePattern): Find {
  if (pattern.kind === "logfmt") return (text) => [[pattern.alias, readLogfmt(text)]];
  const { names } = pattern;
  const regex = pattern.kind === "regex" ? pattern.regex : globRegex(pattern.parts);
  return (text) => {
    const found = regex.exec(text);
    if (!found) return [];
    const values =
      pattern.kind === "regex" && found.groups ? Object.values(found.groups) : [...found].slice(1);
    return names.flatMap((name, index) => {
      const value = values[index];
      return value === undefined ? [] : [[name, value] as [string, string]];
    });
  };
}

/** The wildcards of a glob take as little as they can, the last one all that is left of the text. */
function globRegex(parts: readonly string[]): RegExp {
  const quoted = parts.map((part) => part.replaceAll(/[\\^$.|?+()[\]{}/-]/g, String.raw`\$&`));
  const toTheEnd = quoted.at(-1) === "" ? String.raw`\n?$` : "";
  return new RegExp(quoted.join(String.raw`([\s\S]*?)`) + toTheEnd);
}

/** `level=info msg="it works"`. */
function readLogfmt(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [, name = "", quoted, bare = ""] of text.matchAll(
    /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g,
  ))
    values[name] = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare;
  return values;
}
