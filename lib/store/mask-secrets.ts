import type { Change } from "@/lib/model/change";

export const maskedValue = "********";

/** A change as it may leave the server: values of environment variables masked, blobs as their size. */
export function maskSecrets(change: Change): Change {
  return {
    ...change,
    before: mask(change.before),
    after: mask(change.after),
    answer: mask(change.answer),
    call: { ...change.call, input: maskRecord(change.call.input) },
    undo:
      "impossible" in change.undo
        ? change.undo
        : { ...change.undo, input: maskRecord(change.undo.input) },
  };
}

function mask(value: unknown, inside = false): unknown {
  if (typeof value === "string") return inside ? maskedValue : value;
  if (value instanceof Uint8Array) return { bytes: value.byteLength };
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => mask(member, inside));
  return maskRecord(value, inside);
}

function maskRecord(values: object, inside = false): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      mask(value, inside || /^(environment|variables|environmentVariables)$/i.test(key)),
    ]),
  );
}
