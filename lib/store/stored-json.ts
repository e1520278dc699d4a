import { createHash } from "node:crypto";

/** Bytes above this size are kept as their hash only: the journal is not an archive of code. */
const largestKeptBytes = 16 * 1024;

/**
 * JSON that also carries the inputs and answers of AWS calls: times, and small blobs. Large blobs become
 * `{sha256, bytes}`.
 */
export function toStoredJson(value: unknown): string {
  return JSON.stringify(wrap(value)) ?? "null";
}

export function fromStoredJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$time" in value && typeof value.$time === "string") return new Date(value.$time);
    if ("$base64" in value && typeof value.$base64 === "string")
      return new Uint8Array(Buffer.from(value.$base64, "base64"));
    return value;
  });
}

function wrap(value: unknown): unknown {
  if (value instanceof Date) return { $time: value.toISOString() };
  if (value instanceof Uint8Array) {
    if (value.byteLength <= largestKeptBytes)
      return { $base64: Buffer.from(value).toString("base64") };
    return { sha256: createHash("sha256").update(value).digest("base64"), bytes: value.byteLength };
  }
  if (Array.isArray(value)) return value.map(wrap);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrap(member)]));
  return value;
}
