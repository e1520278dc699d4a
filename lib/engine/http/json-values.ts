import { deepestNesting } from "./decode-cbor.ts";
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
      return readMembers(shape.members, asObject(value, shape, path), path, depth);
    case "list":
      if (!Array.isArray(value)) throw mismatch(value, "a list", path);
      return value.map((item, index) =>
        item === null ? null : readJson(shape.element, item, `${path}[${index}]`, depth + 1),
      );
    case "map":
      return Object.fromEntries(
        Object.entries(asObject(value, shape, path)).map(([key, item]) => [
          key,
          item === null ? null : readJson(shape.element, item, `${path}.${key}`, depth + 1),
        ]),
      );
    case "timestamp":
      return readTimestamp(value, path);
    case "blob":
      if (value instanceof Uint8Array) return value;
      if (typeof value !== "string") throw mismatch(value, "base64 text", path);
      return Buffer.from(value, "base64");
    case "number":
      return readNumber(value, path);
    case "boolean":
      if (typeof value === "boolean") return value;
      throw mismatch(value, "a boolean", path);
    case "string":
      if (typeof value === "string") return value;
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      throw mismatch(value, "a string", path);
    case "document":
      refuseDepth(value, depth);
      return value;
  }
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

function readTimestamp(value: unknown, path: string): Date {
  const date =
    value instanceof Date
      ? value
      : typeof value === "number"
        ? new Date(Math.round(value * 1000))
        : new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw mismatch(value, "a time in epoch seconds", path);
  return date;
}

const nonFinite = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

function readNumber(value: unknown, path: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") {
    const number = nonFinite.get(value) ?? (value.trim() === "" ? Number.NaN : Number(value));
    if (!Number.isNaN(number) || value === "NaN") return number;
  }
  throw mismatch(value, "a number", path);
}

function asObject(value: unknown, shape: Shape, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw mismatch(value, shape.kind === "map" ? "a map" : "an object", path);
}

function mismatch(value: unknown, expected: string, path: string): ServiceError {
  const found = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return new ServiceError(
    "SerializationException",
    `Expected ${expected}${path ? ` at '${path}'` : " as the request"}, found ${found}`,
    400,
  );
}
