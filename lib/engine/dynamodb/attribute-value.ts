import { compareNumbers, normalizeNumber } from "./decimal.ts";
import { invalid, invalidParameters } from "./errors.ts";

/** One attribute's value: exactly one member. Numbers are normalized, items and maps have no prototype. */
export type Value =
  | { S: string }
  | { N: string }
  | { B: Uint8Array }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: Uint8Array[] }
  | { M: Item }
  | { L: Value[] }
  | { NULL: true }
  | { BOOL: boolean };

export type ValueType = "S" | "N" | "B" | "SS" | "NS" | "BS" | "M" | "L" | "NULL" | "BOOL";

export interface Item {
  [name: string]: Value;
}

const types: readonly ValueType[] = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"];
const deepestNesting = 32;

export const typeOf = (value: Value): ValueType => types.find((type) => type in value) ?? "NULL";

/** An item without a prototype, so that an attribute may be called anything. */
export function newItem(entries: Iterable<readonly [string, Value]> = []): Item {
  const item = Object.create(null) as Item;
  for (const [name, value] of entries) item[name] = value;
  return item;
}

export const copyItem = (item: Item): Item => newItem(Object.entries(item));

/** A caller's item, checked. Throws ValidationException with DynamoDB's words. */
export function readItem(given: object | undefined): Item {
  return newItem(
    Object.entries(given ?? {}).map(([name, value]) => [name, readValue(value as object)]),
  );
}

export function readValue(given: object | null | undefined, depth = 0): Value {
  const members = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const [[type, value] = [undefined, undefined], more] = members;
  if (type === undefined)
    throw invalid(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  if (more)
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  if (depth > deepestNesting)
    throw invalid(
      "Nesting Levels have exceeded supported limits: Attributes can be nested up to 32 levels deep",
    );
  switch (type as ValueType) {
    case "N":
      return { N: normalizeNumber(String(value)) };
    case "NULL":
      if (value !== true)
        throw invalidParameters("Null attribute value types must have the value of true");
      return { NULL: true };
    case "SS":
      return { SS: readSet("string", value as string[], (one) => one) };
    case "NS":
      return { NS: readSet("number", (value as string[]).map(normalizeNumber), (one) => one) };
    case "BS":
      return {
        BS: readSet("binary", value as Uint8Array[], (one) => Buffer.from(one).toString("base64")),
      };
    case "L":
      return { L: (value as object[]).map((one) => readValue(one, depth + 1)) };
    case "M":
      return {
        M: newItem(
          Object.entries(value as object).map(([name, one]) => [
            name,
            readValue(one as object, depth + 1),
          ]),
        ),
      };
    default:
      return { [type]: value } as Value;
  }
}

/** AWS's sentence has the two spaces. */
function readSet<Member>(
  kind: "string" | "number" | "binary",
  members: readonly Member[],
  keyOf: (member: Member) => string,
): Member[] {
  if (members.length === 0) throw invalidParameters(`An ${kind} set  may not be empty`);
  const keys = members.map(keyOf);
  if (new Set(keys).size < keys.length)
    throw invalidParameters(`Input collection [${keys.join(", ")}] contains duplicates.`);
  return [...members];
}

/** Whether two values are the same: sets in any order, maps and lists member by member. */
export function sameValue(a: Value, b: Value): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if ("B" in a && "B" in b) return Buffer.compare(a.B, b.B) === 0;
  if ("L" in a && "L" in b)
    return a.L.length === b.L.length && a.L.every((one, index) => same(one, b.L[index]));
  if ("M" in a && "M" in b) {
    const names = Object.keys(a.M);
    return (
      names.length === Object.keys(b.M).length && names.every((name) => same(a.M[name], b.M[name]))
    );
  }
  const members = membersOf(a);
  const others = membersOf(b);
  if (members && others) {
    const known = new Set(others);
    return members.length === others.length && members.every((one) => known.has(one));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && sameValue(a, b);

/** The members of a set as text that tells them apart; undefined for what is no set. */
export function membersOf(value: Value): string[] | undefined {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  if ("BS" in value) return value.BS.map((one) => Buffer.from(one).toString("base64"));
  return undefined;
}

/** Negative, zero or positive; undefined for values that have no order or are of two types. */
export function compareValues(a: Value, b: Value): number | undefined {
  if ("S" in a && "S" in b) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if ("N" in a && "N" in b) return compareNumbers(a.N, b.N);
  if ("B" in a && "B" in b) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** The size DynamoDB counts for an item: names and values, three bytes for each list and map and one for each member. */
export function sizeOfItem(item: Item): number {
  return Object.entries(item).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

export function sizeOfValue(value: Value): number {
  const total = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0);
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return sizeOfNumber(value.N);
  if ("B" in value) return value.B.length;
  if ("SS" in value) return total(value.SS.map((one) => Buffer.byteLength(one)));
  if ("NS" in value) return total(value.NS.map(sizeOfNumber));
  if ("BS" in value) return total(value.BS.map((one) => one.length));
  if ("L" in value) return 3 + total(value.L.map((one) => 1 + sizeOfValue(one)));
  if ("M" in value) return 3 + sizeOfItem(value.M) + Object.keys(value.M).length;
  return 1;
}

/** A byte for every two significant digits, and one. */
function sizeOfNumber(text: string): number {
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}

/** Items as they are kept: JSON with base64 for binary values. */
export const writeStored = (item: Item): string => JSON.stringify(plainItem(item));

/** An item as JSON has it, binary values in base64: in stream records and in the database. */
export function plainItem(item: Item): Record<string, unknown> {
  return newItem(Object.entries(item).map(([name, value]) => [name, plainValue(value) as Value]));
}

function plainValue(value: Value): unknown {
  const base64 = (bytes: Uint8Array) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  if ("B" in value) return { B: base64(value.B) };
  if ("BS" in value) return { BS: value.BS.map(base64) };
  if ("M" in value) return { M: plainItem(value.M) };
  if ("L" in value) return { L: value.L.map(plainValue) };
  return value;
}

export const readStored = (text: string): Item => reviveItem(JSON.parse(text) as object);

function reviveItem(stored: object): Item {
  return newItem(
    Object.entries(stored).map(([name, value]) => [name, reviveValue(value as object)]),
  );
}

function reviveValue(stored: object): Value {
  if ("B" in stored) return { B: Buffer.from(stored.B as string, "base64") };
  if ("BS" in stored)
    return { BS: (stored.BS as string[]).map((one) => Buffer.from(one, "base64")) };
  if ("M" in stored) return { M: reviveItem(stored.M as object) };
  if ("L" in stored) return { L: (stored.L as object[]).map(reviveValue) };
  return stored as Value;
}
