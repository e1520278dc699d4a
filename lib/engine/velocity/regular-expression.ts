import { OutOfPatience, Patience } from "../patience.ts";
import { mostCharacters, TemplateError } from "./template.ts";

/** A pattern can take years for one text. */
const patience = new Patience(250);

/** Java's patterns as far as JavaScript has the same; flags at the beginning, as in `(?i)`. */
function compile(pattern: string, flags: string): RegExp {
  const [start = "", given = ""] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  try {
    return new RegExp(pattern.slice(start.length), flags + [...new Set(given)].join(""));
  } catch {
    throw new TemplateError(`the regular expression ${pattern} cannot be read`);
  }
}

function limited<Result>(work: () => Result): Result {
  let result: { value: Result } | undefined;
  try {
    patience.limit(() => {
      result = { value: work() };
    });
  } catch (error) {
    if (error instanceof OutOfPatience)
      throw new TemplateError("a regular expression takes too long");
    throw error;
  }
  return (result as { value: Result }).value;
}

export function matchesWholly(text: string, pattern: string): boolean {
  const expression = compile(pattern, "");
  const whole = new RegExp(`^(?:${expression.source})$`, expression.flags);
  return limited(() => whole.test(text));
}

export const replaceMatches = (text: string, pattern: string, by: string): string =>
  replaced(text, compile(pattern, "g"), by);

export const replaceFirst = (text: string, pattern: string, by: string): string =>
  replaced(text, compile(pattern, ""), by);

/** In Java's replacements `$1` is a group, and a backslash takes the next character as it is. */
function replaced(text: string, expression: RegExp, by: string): string {
  let characters = text.length;
  return limited(() =>
    text.replace(expression, (whole: string, ...rest: unknown[]) => {
      const made = by.replaceAll(
        /\\(.)|\$(\d)/gs,
        (_text, plain: string | undefined, group: string | undefined) =>
          plain ??
          (group === "0" ? whole : ((rest[Number(group) - 1] as string | undefined) ?? "")),
      );
      characters += made.length;
      if (characters > mostCharacters) throw new TemplateError("a text is too long");
      return made;
    }),
  );
}

/** Every occurrence of a text that is no pattern. */
export function replaceText(text: string, part: string, by: string): string {
  const quoted = part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return replaceMatches(text, quoted, by.replaceAll(/[\\$]/g, String.raw`\$&`));
}

/** As Java splits: without a limit, empty parts at the end are left out; with one there are at most so many parts. */
export function splitText(text: string, pattern: string, limit: number): string[] {
  const expression = compile(pattern, "g");
  const parts = limited(() => {
    const found: string[] = [];
    let from = 0;
    for (const match of text.matchAll(expression)) {
      if (limit > 0 && found.length === limit - 1) break;
      const end = match.index + match[0].length;
      if (end === 0 || (match[0] === "" && match.index >= text.length)) continue;
      found.push(text.slice(from, match.index));
      from = end;
    }
    return [...found, text.slice(from)];
  });
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts;
}
