/**
 * What differs between two messages about the same thing: order matters, since a UUID holds numbers and a time
 * holds more of them.
 */
const variable: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/g, "<id>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?\b/g, "<time>"],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, "<time>"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<address>"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b/gi, "<address>"],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:)+:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?/gi, "<address>"],
  [/\b0x[0-9a-f]+\b/gi, "<id>"],
];

/** Answers of HTTP differ in meaning, not only in number. */
const httpStatus = /\b(?:status(?: ?code)?|http(?:\/[\d.]+)?|code)[ :=]+([1-5]\d\d)\b/gi;

/** A word of letters and digits, as ids are: `o_5590311`, `AKIA2E0A8F3B244C9986`, `9f86d081884c7d65`. */
const mixedWord = /[A-Za-z0-9][A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/g;

/** A message without ids, numbers, times and addresses, so that alike ones are equal. One line, at most 300 characters. */
export function normalizeMessage(message: string): string {
  let text = message.split(/[\r\n]/, 1)[0]!.slice(0, 1000);
  for (const [pattern, name] of variable) text = text.replace(pattern, name);
  const statuses: string[] = [];
  text = text.replace(httpStatus, (whole, status: string) => {
    statuses.push(status);
    return whole.replace(status, "\u0000");
  });
  text = text
    .replace(mixedWord, (word) => (isId(word) ? "<id>" : word))
    .replace(/(?<![\w<]|\w-)-?\d+(?:[.,]\d+)*(?=[a-zA-Z%]{0,3}\b|\W|$)/g, "<n>")
    // oxlint-disable-next-line no-control-regex
    .replace(/\u0000/g, () => statuses.shift() ?? "<n>");
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}

function isId(word: string): boolean {
  const digits = word.replace(/\D/g, "").length;
  if (digits === word.length) return false;
  if (/^\d+[a-zA-Z]{1,3}$/.test(word)) return false;
  // Long words of hexadecimal digits, and words with a number in them that is no version: `utf8`, `S3`, `v2`.
  return digits >= 4 || (word.length >= 8 && /^[0-9a-f]+$/i.test(word) && digits >= 2);
}
