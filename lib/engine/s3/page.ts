import { invalidArgument } from "./errors.ts";

const largestPage = 1000;

/** The size of a page as asked for, 1000 at most. Throws InvalidArgument. */
export function pageSize(asked: number | undefined, name: string): number {
  if (asked === undefined) return largestPage;
  if (!Number.isInteger(asked) || asked < 0 || asked > 2_147_483_647)
    throw invalidArgument(
      `Argument ${name} must be an integer between 0 and 2147483647`,
      name,
      String(asked),
    );
  return Math.min(asked, largestPage);
}

/** Keys as a list shows them: percent-encoded where the caller asked for `encoding-type=url`. */
export function keyWriter(encodingType: string | undefined): (key: string) => string {
  if (encodingType === undefined) return (key) => key;
  if (encodingType !== "url")
    throw invalidArgument(
      "Invalid Encoding Method specified in Request",
      "encoding-type",
      encodingType,
    );
  return (key) =>
    encodeURIComponent(key)
      .replace(/%2F/g, "/")
      .replace(/[!'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%20/g, "+");
}

/** The first part of `key` that a delimiter folds into one entry; undefined when the key stands alone. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** Sorts behind every key that begins with `prefix`. */
export const behind = (prefix: string): string => `${prefix}\u{10FFFF}`;

/** Whether `a` comes before `b` in S3's order, which is that of UTF-8. */
export const isBefore = (a: string, b: string): boolean =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
