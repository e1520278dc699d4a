/**
 * What a person typed as a CloudWatch filter pattern. A word with characters that a pattern gives a meaning of its own,
 * such as a request id, an address or a path, is put in quotes, as CloudWatch wants it.
 */
export function asFilterPattern(typed: string): string {
  const text = typed.trim();
  if (isPattern(text)) return text;
  return text
    .split(/\s+/)
    .map((word) => (/^[\w]*$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`))
    .join(" ");
}

/** Whether the text uses the pattern language: JSON, fields, a regular expression, quotes, `?` or `-` before a word. */
function isPattern(text: string): boolean {
  return /^[{[%]/.test(text) || /(^|\s)[-?]?"/.test(text) || /(^|\s)[-?]\w/.test(text);
}

/** The texts a pattern looks for, to be marked where they are found. */
export function wordsOfPattern(pattern: string): string[] {
  if (/^[{[%]/.test(pattern)) {
    if (!pattern.startsWith("{")) return [];
    return [...pattern.matchAll(/(?<!!)=\s*"([^"*]+)"/g)].map(([, value]) => value!);
  }
  return [...pattern.matchAll(/(-?)\??(?:"((?:[^"\\]|\\.)+)"|([\w]+))/g)]
    .filter(([, minus]) => minus === "")
    .map(([, , quoted, word]) => quoted?.replaceAll('\\"', '"') ?? word!);
}
