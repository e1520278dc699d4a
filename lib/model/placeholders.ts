import { asText, place } from "./json-place";
import { md5 } from "./md5";

export interface Moment {
  nowMs: number;
  /** A new id for each call. */
  uuid: () => string;
}

// A time that is a whole string may stand in JSON inside of strings, where its quotes are escaped.
const placeholder = /(\\*)"\$\{(nowMs|nowSeconds)\}\1"|\$\{(uuid|nowMs|nowSeconds|nowIso)\}/g;

/** The names of the placeholders in a text, each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[2] ?? match[3] ?? ""))];
}

/**
 * Fills in `${uuid}`, `${nowMs}`, `${nowSeconds}` and `${nowIso}`. A time that is a whole JSON string becomes
 * a number. Anything else in the text stays as it is.
 */
export function fillPlaceholders(text: string, { nowMs, uuid }: Moment): string {
  return text.replace(placeholder, (_whole, _escapes, quoted?: string, bare?: string) => {
    switch (quoted ?? bare) {
      case "uuid":
        return uuid();
      case "nowSeconds":
        return String(Math.floor(nowMs / 1000));
      case "nowIso":
        return new Date(nowMs).toISOString();
      default:
        return String(nowMs);
    }
  });
}

/**
 * The event as it is sent: its placeholders filled in, and the checksums beside the bodies of SQS messages right
 * again where they were right before.
 */
export function readyToSend(text: string, moment: Moment): string {
  const filled = fillPlaceholders(text, moment);
  if (filled === text || !text.includes("md5OfBody")) return filled;
  let next = filled;
  for (let index = 0; ; index++) {
    const body = place("Records", index, "body", asText);
    const sum = place("Records", index, "md5OfBody", asText);
    const [before, after] = [body.read(text), body.read(filled)];
    if (before === undefined || after === undefined) return next;
    if (before !== after && sum.read(text) === md5(before)) next = sum.write(next, md5(after));
  }
}
