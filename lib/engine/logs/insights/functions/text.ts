import { createHash } from "node:crypto";
import { asNumber, asText, type Value } from "../value.ts";
import type { FunctionTable, QueryFunction } from "./functions.ts";

/** A function of texts: nothing where one of them is nothing. */
function ofTexts(
  fewest: number,
  most: number,
  apply: (...texts: string[]) => Value,
): QueryFunction {
  return {
    arity: [fewest, most],
    apply: (...values) => {
      const texts = values.map(asText);
      return texts.every((text) => text !== undefined) ? apply(...texts) : undefined;
    },
  };
}

const hash = (algorithm: string) =>
  ofTexts(1, 1, (text = "") => createHash(algorithm).update(text).digest("hex"));

const escaped = (characters: string) => characters.replaceAll(/[\\\]^-]/g, String.raw`\$&`);

/** Cuts what is in `characters`, white space when left out, from one or both ends. */
function trimmed(
  text: string,
  characters: string | undefined,
  ends: "start" | "end" | "both",
): string {
  const set = characters === undefined ? String.raw`\s` : escaped(characters);
  if (set === "") return text;
  let rest = text;
  if (ends !== "end") rest = rest.replace(new RegExp(`^[${set}]+`), "");
  if (ends !== "start") rest = rest.replace(new RegExp(`[${set}]+$`), "");
  return rest;
}

function decoded(text: string): Value {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function replacedByRegex(text: string, expression: string, replacement: string): Value {
  try {
    return text.replaceAll(new RegExp(expression, "g"), replacement);
  } catch {
    return undefined;
  }
}

export const textFunctions: FunctionTable = {
  isempty: { arity: [1, 1], apply: (value) => value === undefined || asText(value) === "" },
  isblank: { arity: [1, 1], apply: (value) => (asText(value) ?? "").trim() === "" },
  concat: {
    arity: [1, Infinity],
    apply: (...values) => values.map((value) => asText(value) ?? "").join(""),
  },
  ltrim: ofTexts(1, 2, (text = "", characters) => trimmed(text, characters, "start")),
  rtrim: ofTexts(1, 2, (text = "", characters) => trimmed(text, characters, "end")),
  trim: ofTexts(1, 2, (text = "", characters) => trimmed(text, characters, "both")),
  strlen: ofTexts(1, 1, (text = "") => text.length),
  toupper: ofTexts(1, 1, (text = "") => text.toUpperCase()),
  tolower: ofTexts(1, 1, (text = "") => text.toLowerCase()),
  substr: {
    arity: [2, 3],
    apply: (value, start, length) => {
      const [text, from, count] = [asText(value), asNumber(start), asNumber(length)];
      if (text === undefined || from === undefined) return undefined;
      return text.slice(Math.max(0, from), count === undefined ? undefined : from + count);
    },
  },
  replace: ofTexts(3, 3, (text = "", found = "", replacement = "") =>
    found === "" ? text : text.replaceAll(found, () => replacement),
  ),
  regex_replace: ofTexts(3, 3, (text = "", expression = "", replacement = "") =>
    replacedByRegex(text, expression, replacement),
  ),
  /** AWS takes a third argument for ignoring case. */
  strcontains: {
    arity: [2, 3],
    apply: (value, part, ignoringCase) => {
      const [text, found] = [asText(value) ?? "", asText(part) ?? ""];
      return ignoringCase === true
        ? text.toLowerCase().includes(found.toLowerCase())
        : text.includes(found);
    },
  },
  startswith: ofTexts(2, 2, (text = "", part = "") => text.startsWith(part)),
  endswith: ofTexts(2, 2, (text = "", part = "") => text.endsWith(part)),
  split: ofTexts(2, 2, (text = "", separator = "") => text.split(separator)),
  urlencode: ofTexts(1, 1, (text = "") => encodeURIComponent(text)),
  urldecode: ofTexts(1, 1, (text = "") => decoded(text)),
  base64encode: ofTexts(1, 1, (text = "") => Buffer.from(text).toString("base64")),
  base64decode: ofTexts(1, 1, (text = "") => Buffer.from(text, "base64").toString()),
  md5: hash("md5"),
  sha1: hash("sha1"),
  sha256: hash("sha256"),
};
