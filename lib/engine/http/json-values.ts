import { deepestNesting } from "./decode-cbor.ts";
import { isFractional, nonFinite, toInteger } from "./numbers.ts";
import { ServiceError } from "./service.ts";
import type { Member, Shape } from "./shape.ts";

/** Parses a JSON body; an empty one is an empty object. Throws SerializationException. */
export function parseJsonBody(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    throw new ServiceError(
      "SerializationException",
      "Could not parse request body into json: the body is not valid JSON",
      400,
    );
  }
}

/**
 * A parsed JSON (or CBOR) value as the SDK's shapes have it: epoch seconds become Date, base64 becomes
 * Uint8Array, members the service does not know are dropped, and null counts as absent.
 */
export function readJson(shape: Shape, value: unknown, path = "", depth = 0): unknown {
  if (depth > deepestNesting) throw tooDeep();
  switch (shape.kind) {
    case "structure":
      return readMembers(shape.members, asObject(value), path, depth);
    case "list":
      if (!Array.isArray(value)) throw mismatch(value);
      return value.map((item, index) =>
        item === null
          ? readNull(shape.element)
          : readJson(shape.element, item, `${path}[${index}]`, depth + 1),
      );
    case "map":
      return Object.fromEntries(
        Object.entries(asObject(value)).map(([key, item]) => [
          key,
          item === null
            ? readNull(shape.element)
            : readJson(shape.element, item, `${path}.${key}`, depth + 1),
        ]),
      );
    case "timestamp":
      return readTimestamp(value);
    case "blob":
      if (value instanceof Uint8Array) return value;
      if (typeof value === "string") return Buffer.from(value, "base64");
      throw mismatch(value, () => "only base-64-encoded strings are convertible to bytes");
    case "number":
      return readNumber(value, path);
    case "boolean":
      if (typeof value === "boolean") return value;
      throw mismatch(value, cannotBe("a Boolean"));
    case "string":
      if (typeof value === "string") return value;
      throw mismatch(value, cannotBe("a String"));
    case "document":
      refuseDepth(value, depth);
      return value;
  }
}

/** Null among plain elements is for the service to judge; in place of a structure it is none. */
function readNull({ kind }: Shape): null {
  if (kind !== "structure" && kind !== "list" && kind !== "map") return null;
  throw new ServiceError("SerializationException", "Unexpected field type", 400);
}

/** What is passed on as it is must not exhaust the stack of whoever walks through it. */
function refuseDepth(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > deepestNesting) throw tooDeep();
  for (const item of Object.values(value)) refuseDepth(item, depth + 1);
}

const tooDeep = (): ServiceError =>
  new ServiceError("SerializationException", "The request is nested too deeply", 400);

/** Reads `members` out of a parsed JSON object, by the names they have on the wire. */
export function readMembers(
  members: readonly Member[],
  source: Record<string, unknown>,
  path = "",
  depth = 0,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, traits, shape } of members) {
    const value = source[traits.jsonName ?? name];
    if (value !== undefined && value !== null)
      result[name] = readJson(shape, value, path ? `${path}.${name}` : name, depth + 1);
  }
  return result;
}

/** How the scalars look that JSON has no form for; CBOR has its own. */
export interface ScalarForm {
  timestamp(date: Date, shape: Shape): unknown;
  blob(bytes: Uint8Array): unknown;
  number(value: number): unknown;
}

const jsonForm: ScalarForm = {
  timestamp: (date, shape) =>
    shape.timestampFormat === "date-time" ? date.toISOString() : date.getTime() / 1000,
  blob: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  number: (value) => (Number.isFinite(value) ? value : String(value)),
};

/** The reverse of readJson: a value ready for JSON.stringify, holding only what the shape knows. */
export function writeJson(shape: Shape, value: unknown, form = jsonForm): unknown {
  switch (shape.kind) {
    case "structure":
      return writeMembers(shape.members, value as Record<string, unknown>, form);
    case "list":
      return (value as unknown[]).map((item) => writeJson(shape.element, item, form));
    case "map":
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [
          key,
          writeJson(shape.element, item, form),
        ]),
      );
    case "timestamp":
      return form.timestamp(value as Date, shape);
    case "blob":
      return form.blob(value as Uint8Array);
    case "number":
      return form.number(value as number);
    default:
      return value;
  }
}

export function writeMembers(
  members: readonly Member[],
  source: Record<string, unknown>,
  form = jsonForm,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, traits, shape } of members) {
    const value = source[name];
    if (value !== undefined && value !== null)
      result[traits.jsonName ?? name] = writeJson(shape, value, form);
  }
  return result;
}

function readTimestamp(value: unknown): Date {
  const date =
    value instanceof Date
      ? value
      : typeof value === "number"
        ? new Date(Math.round(value * 1000))
        : new Date(typeof value === "string" ? value : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw mismatch(value, cannotBe("milliseconds since epoch"));
}

function readNumber(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (isFractional(path)) {
    const number = typeof value === "string" ? nonFinite.get(value) : value;
    if (typeof number === "number") return number;
    throw mismatch(value, cannotBe("a Double"));
  }
  if (typeof value === "number" && !Number.isNaN(value)) return toInteger(value);
  throw mismatch(value, cannotBe(/time(stamp)?(\[|$)/i.test(path) ? "a Long" : "an Integer"));
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw mismatch(value);
}

const cannotBe =
  (type: string) =>
  (token: string): string =>
    `${token} can not be converted to ${type}`;

/** A SerializationException in the words of AWS's JSON reader, which names the token it found. */
function mismatch(
  value: unknown,
  say: (token: string) => string = () => "Unexpected field type",
): ServiceError {
  const message = Array.isArray(value)
    ? "Start of list found where not expected"
    : typeof value === "object" && value !== null
      ? "Start of structure or map found where not expected."
      : say(tokenOf(value));
  return new ServiceError("SerializationException", message, 400);
}

function tokenOf(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return value === null ? "NULL_VALUE" : "STRING_VALUE";
}
