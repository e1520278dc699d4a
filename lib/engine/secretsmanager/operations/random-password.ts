import type * as api from "@aws-sdk/client-secrets-manager";
import { invalidParameter } from "../errors.ts";

const kinds = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digits: "0123456789",
  signs: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  space: " ",
} as const;

/**
 * A password of the kinds of signs that are asked for, each at least once unless told otherwise. `below`
 * gives a random whole number below its argument.
 */
export const getRandomPassword =
  (below: (limit: number) => number) =>
  (input: api.GetRandomPasswordRequest): api.GetRandomPasswordResponse => {
    const { PasswordLength: length = 32, ExcludeCharacters: excluded = "" } = input;
    const groups = [
      input.ExcludeLowercase ? "" : kinds.lower,
      input.ExcludeUppercase ? "" : kinds.upper,
      input.ExcludeNumbers ? "" : kinds.digits,
      input.ExcludePunctuation ? "" : kinds.signs,
      input.IncludeSpace ? kinds.space : "",
    ]
      .map((group) => Array.from(group).filter((sign) => !excluded.includes(sign)))
      .filter((group) => group.length > 0);
    const each = input.RequireEachIncludedType ?? true;
    if (groups.length === 0 || (each && length < groups.length))
      throw invalidParameter(
        groups.length === 0
          ? "No characters are left to make a password of."
          : `The password length ${length} is too short for ${groups.length} required types of characters.`,
      );
    const one = (signs: readonly string[]) => signs[below(signs.length)] ?? "";
    const signs = each ? groups.map(one) : [];
    while (signs.length < length) signs.push(one(groups.flat()));
    // What had to be there must not always stand first.
    for (let at = signs.length - 1; at > 0; at -= 1) {
      const other = below(at + 1);
      [signs[at], signs[other]] = [signs[other] ?? "", signs[at] ?? ""];
    }
    return { RandomPassword: signs.join("") };
  };
