/** A point in time, which is shown as one; in arithmetic it is its milliseconds. */
export class Timestamp {
  constructor(readonly ms: number) {}
}

/**
 * What a field can be. Numbers found in events stay text until they are needed as numbers, so that they
 * are shown as they were written. Lists and maps come from JSON; undefined is a field that is not there.
 */
export type Value = string | number | boolean | Timestamp | Structure | undefined;

export type Structure = readonly unknown[] | { readonly [name: string]: unknown };

const numeric = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number a value stands for, if it does. */
export function asNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Timestamp) return value.ms;
  return typeof value === "string" && numeric.test(value) ? Number(value) : undefined;
}

/** What a condition comes to. */
export function asBoolean(value: Value): boolean {
  if (typeof value === "string") return value.toLowerCase() === "true" || Number(value) > 0;
  return value !== undefined && asNumber(value) !== 0;
}

/** As it is shown in results: numbers with four decimals at most, truths as 1 and 0. */
export function asText(value: Value): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  if (value instanceof Timestamp)
    return Number.isFinite(value.ms) && Math.abs(value.ms) <= 8.64e15
      ? new Date(value.ms).toISOString().replace("T", " ").slice(0, -1)
      : undefined;
  if (typeof value === "number") return numberText(value);
  return JSON.stringify(value);
}

function numberText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Number.isInteger(value))
    return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
  return Math.abs(value) >= 1e-4 ? String(Math.round(value * 1e4) / 1e4) : String(value);
}

/** What came out of JSON as a value: numbers as they were written, null as nothing. */
export function fromJson(json: unknown): Value {
  if (typeof json === "number") return String(json);
  if (json === null || json === undefined) return undefined;
  return json as string | boolean | Structure;
}

/** Whether two values are the same: as numbers where both are, else as text. */
export function areEqual(one: Value, other: Value): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [a, b] = [asNumber(one), asNumber(other)];
  if (a !== undefined && b !== undefined) return a === b;
  // `= "true"` finds JSON's true as `= 1` does.
  if (typeof one === "boolean" || typeof other === "boolean")
    return (
      asText(one)?.toLowerCase() === asText(other)?.toLowerCase() || String(one) === String(other)
    );
  return asText(one) === asText(other);
}

/**
 * Negative, zero or positive: nothing before text, text before numbers, numbers by value, text by its
 * runs of digits and of other characters.
 */
export function compare(one: Value, other: Value): number {
  if (one === undefined || other === undefined)
    return one === other ? 0 : one === undefined ? -1 : 1;
  const [a, b] = [asNumber(one), asNumber(other)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? -1 : 1;
  return compareTexts(asText(one) ?? "", asText(other) ?? "");
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [one.match(/\d+|\D+/g) ?? [], other.match(/\d+|\D+/g) ?? []];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [a, b] = [left[index]!, right[index]!];
    if (a === b) continue;
    if (/^\d/.test(a) && /^\d/.test(b)) {
      const byLength = a.length - b.length;
      return byLength === 0 ? (a < b ? -1 : 1) : byLength;
    }
    return a < b ? -1 : 1;
  }
  return left.length - right.length;
}

/** What tells one group of equal values from another. */
export function groupKey(values: readonly Value[]): string {
  return values.length === 1 ? keyOf(values[0]) : values.map(keyOf).join("\0");
}

function keyOf(value: Value): string {
  if (value === undefined) return "\u0001";
  return value instanceof Timestamp ? String(value.ms) : (asText(value) ?? "\u0001");
}
