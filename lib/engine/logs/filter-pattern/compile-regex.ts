import { invalidPattern } from "./pattern-scanner.ts";

const plain = /^[A-Za-z0-9:_#=@/;, \-^$?[\]{}|*+.]$/;

/**
 * The expression between the percent signs of `%...%`. CloudWatch Logs allows letters, digits, a few
 * symbols and the operators `^ $ ? [ ] { } | \ * + .`; no groups. Anything else it refuses.
 */
export function compileRegex(source: string): RegExp {
  if (source === "") throw invalidPattern("a regular expression is empty");
  for (let index = 0; index < source.length; index++) {
    const character = source.charAt(index);
    if (character === "\\") index++;
    else if (!plain.test(character))
      throw invalidPattern(`"${character}" is not supported in a regular expression`);
  }
  try {
    // JavaScript reads {,3} as text; here it means {0,3}.
    return new RegExp(source.replaceAll(/(?<!\\)\{\s*,/g, "{0,").replaceAll(/(\{\d+,)\s+/g, "$1"));
  } catch {
    throw invalidPattern(`%${source}% is not a regular expression`);
  }
}
