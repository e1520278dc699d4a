import { ServiceError } from "../../http/service.ts";
import { neededByAny, neededLiteral } from "../needed-text.ts";
import type { FilterPattern } from "./compile-filter-pattern.ts";
import { compileRegex } from "./compile-regex.ts";
import type { Condition } from "./condition.ts";
import { PatternScanner } from "./pattern-scanner.ts";

/**
 * `ERROR "two words" -DEBUG`, `?ERROR ?WARN`, `%regex%`. A term matches whole words, case and all: what
 * is longer (UNAUTHORIZED for AUTHORIZED) takes a regular expression. As on AWS, optional terms have no
 * effect beside others.
 */
export function compileTermsPattern(pattern: string): FilterPattern {
  const regex = /^%((?:[^%\\]|\\.)*)%$/.exec(pattern.trim())?.[1];
  if (regex !== undefined) {
    const compiled = compileRegex(regex);
    return { matches: (message) => compiled.test(message), needed: [], extract: () => ({}) };
  }
  const scanner = new PatternScanner(pattern);
  const required: Condition<string>[] = [];
  const optional: Condition<string>[] = [];
  const excluded: Condition<string>[] = [];
  while (!scanner.atEnd) {
    const into = scanner.take("?") ? optional : scanner.take("-") ? excluded : required;
    into.push(contains(readTerm(scanner)));
  }
  const onlyOptional = required.length === 0 && excluded.length === 0 && optional.length > 0;
  return {
    matches: (message) =>
      required.every(({ test }) => test(message)) &&
      !excluded.some(({ test }) => test(message)) &&
      (!onlyOptional || optional.some(({ test }) => test(message))),
    needed: onlyOptional
      ? neededByAny(optional.map(({ needed }) => needed))
      : required.flatMap(({ needed }) => needed),
    extract: () => ({}),
  };
}

function readTerm(scanner: PatternScanner): string {
  const phrase = scanner.match(/"((?:[^"\\]|\\.)*)"/y)?.[1];
  if (phrase !== undefined) return phrase.replaceAll(/\\(.)/g, "$1");
  const word = scanner.match(/[^\s"]+/y)?.[0];
  if (word === undefined) throw scanner.unexpected("a term");
  if (!/^[\p{L}\p{N}\p{M}_]+$/u.test(word))
    throw new ServiceError(
      "InvalidParameterException",
      `Invalid character(s) in term '${word}'`,
      400,
    );
  return word;
}

function contains(term: string): Condition<string> {
  if (term.trim() === "") return { test: () => true, needed: [] };
  const startsInWord = isWordCharacter(term.at(0));
  const endsInWord = isWordCharacter(term.at(-1));
  const test = (message: string) => {
    for (let at = message.indexOf(term); at >= 0; at = message.indexOf(term, at + 1)) {
      const before = message[at - 1];
      const after = message[at + term.length];
      if (!(startsInWord && isWordCharacter(before)) && !(endsInWord && isWordCharacter(after)))
        return true;
    }
    return false;
  };
  return { test, needed: neededLiteral(term) };
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
