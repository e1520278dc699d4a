/** Judges one field: the values found at its path, one of which must do; none when the field is not there. */
export interface Rule {
  matches(found: Leaf): boolean;
  /** Whether it is the field's absence that matches. */
  absent?: true;
}

export type Leaf = string | number | boolean | null;

const textual = (test: (found: string) => boolean): Rule => ({
  matches: (found) => typeof found === "string" && test(found),
});

const lower = (text: string): string => text.toLowerCase();

const comparisons: Readonly<Record<string, (found: number, limit: number) => boolean>> = {
  "<": (found, limit) => found < limit,
  "<=": (found, limit) => found <= limit,
  "=": (found, limit) => found === limit,
  ">": (found, limit) => found > limit,
  ">=": (found, limit) => found >= limit,
};

export const rule = {
  present: { matches: () => true } as Rule,
  absent: { matches: () => false, absent: true } as Rule,
  prefix: (text: string) => textual((found) => found.startsWith(text)),
  suffix: (text: string) => textual((found) => found.endsWith(text)),
  equalsIgnoreCase: (text: string) => textual((found) => lower(found) === lower(text)),
  prefixIgnoreCase: (text: string) => textual((found) => lower(found).startsWith(lower(text))),
  suffixIgnoreCase: (text: string) => textual((found) => lower(found).endsWith(lower(text))),
  not: (rules: readonly Rule[]): Rule => ({
    matches: (found) => !rules.some((each) => each.matches(found)),
  }),
  within: (bounds: readonly (readonly [operator: string, limit: number])[]): Rule => ({
    matches: (found) =>
      typeof found === "number" &&
      bounds.every(([operator, limit]) => comparisons[operator]?.(found, limit) === true),
  }),
};

/** The same value of the same type; 300, 300.0 and 3.0e2 are one number. */
export function equalRule(wanted: Leaf): Rule {
  return { matches: (found) => found === wanted };
}

/** AWS's limit of complexity, in the one part of it that can be said in a number. */
const mostWildcards = 5;

/** `*` stands for any text, `\*` and `\\` for themselves. */
export function wildcardRule(text: string, complaint: (message: string) => Error): Rule {
  const parts: string[] = [""];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    const next = text[at + 1];
    if (sign === "\\") {
      if (next !== "*" && next !== "\\")
        throw complaint(`Invalid escape character at pos ${at + 1}`);
      parts.push((parts.pop() ?? "") + next);
      at += 1;
    } else if (sign !== "*") parts.push((parts.pop() ?? "") + sign);
    else if (next === "*") throw complaint(`Consecutive wildcard characters at pos ${at + 1}`);
    else parts.push("");
  }
  if (parts.length > mostWildcards + 1)
    throw complaint(
      "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
    );
  return textual((found) => hasParts(found, parts));
}

/** Whether the parts follow each other, the first at the start and the last at the end; linear in the text. */
function hasParts(found: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return found === first;
  const last = rest.pop() ?? "";
  if (!found.startsWith(first) || found.length < first.length + last.length) return false;
  const end = found.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const place = found.indexOf(part, at);
    if (place < 0 || place + part.length > end) return false;
    at = place + part.length;
  }
  return found.endsWith(last);
}
