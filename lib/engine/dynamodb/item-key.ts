import { createHash } from "node:crypto";
import { newItem, typeOf, type Item, type Value } from "./attribute-value.ts";
import { encodeNumber } from "./decimal.ts";
import { invalid, invalidParameters } from "./errors.ts";
import { namesOf, type Key, type KeyAttribute } from "./table.ts";

/** Where an item lies: `hash` begins with a digest that spreads keys over segments, `range` sorts as its values. */
export interface ItemKey {
  hash: Buffer;
  range: Buffer;
}

const longestHashBytes = 2048;
const longestRangeBytes = 1024;
const digestBytes = 4;

/** The place of a whole item. Throws when the item lacks its key or has a wrong one. */
export function placeItem(item: Item, key: Key): ItemKey {
  for (const attribute of [key.hash, ...(key.range ? [key.range] : [])]) {
    const value = item[attribute.name];
    if (!value) throw invalidParameters(`Missing the key ${attribute.name} in the item`);
    if (typeOf(value) !== attribute.type)
      throw invalidParameters(
        `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
      );
    checkKeyValue(attribute, value);
  }
  return encodeKey(item, key);
}

/** The place that a `Key` parameter names: it has exactly the key's attributes. */
export function placeKey(given: Item, key: Key): ItemKey {
  const names = namesOf(key);
  const attributes = [key.hash, ...(key.range ? [key.range] : [])];
  const fits =
    Object.keys(given).length === names.length &&
    attributes.every(({ name, type }) => given[name] && typeOf(given[name]) === type);
  if (!fits) throw invalid("The provided key element does not match the schema");
  for (const attribute of attributes) checkKeyValue(attribute, given[attribute.name] as Value);
  return encodeKey(given, key);
}

/** The item's place in an index; undefined when it has not all of the index's key. */
export function placeInIndex(item: Item, key: Key): ItemKey | undefined {
  const attributes = [key.hash, ...(key.range ? [key.range] : [])];
  const complete = attributes.every(({ name, type }) => item[name] && typeOf(item[name]) === type);
  return complete ? encodeKey(item, key) : undefined;
}

/** Throws for an item whose key of an index is of a wrong type or empty. */
export function checkIndexKey(item: Item, key: Key, indexName: string): void {
  for (const { name, type } of [key.hash, ...(key.range ? [key.range] : [])]) {
    const value = item[name];
    if (!value) continue;
    if (typeOf(value) !== type)
      throw invalidParameters(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      );
    if (isEmpty(value))
      throw invalid(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type === "S" ? "string" : "binary"} value. IndexName: ${indexName}, IndexKey: ${name}`,
      );
  }
}

const isEmpty = (value: Value): boolean =>
  ("S" in value && value.S === "") || ("B" in value && value.B.length === 0);

function checkKeyValue({ name, type }: KeyAttribute, value: Value): void {
  if (isEmpty(value))
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "S" ? "string" : "binary"} value. Key: ${name}`,
    );
}

function encodeKey(item: Item, { hash, range }: Key): ItemKey {
  const hashBytes = encodeKeyValue(item[hash.name] as Value);
  const rangeBytes = range ? encodeKeyValue(item[range.name] as Value) : Buffer.alloc(0);
  if (hashBytes.length > longestHashBytes)
    throw invalidParameters("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  if (rangeBytes.length > longestRangeBytes)
    throw invalidParameters(
      "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    );
  return { hash: hashPlace(hashBytes), range: rangeBytes };
}

/** The bytes of a key's value, in the order of the values. */
export function encodeKeyValue(value: Value): Buffer {
  if ("S" in value) return Buffer.from(value.S);
  if ("N" in value) return encodeNumber(value.N);
  if ("B" in value) return Buffer.from(value.B);
  throw invalid("Condition parameter type does not match schema type");
}

export const hashPlace = (bytes: Buffer): Buffer =>
  Buffer.concat([createHash("md5").update(bytes).digest().subarray(0, digestBytes), bytes]);

/** The first place of segment `segment` of `total`, and the place behind its last. */
export function segmentPlaces(
  segment: number,
  total: number,
): { from: Buffer; to: Buffer | undefined } {
  const edge = (index: number) => {
    const bytes = Buffer.alloc(digestBytes);
    bytes.writeUInt32BE(Math.floor((index * 2 ** 32) / total));
    return bytes;
  };
  return { from: edge(segment), to: segment + 1 < total ? edge(segment + 1) : undefined };
}

export const keyPart = (item: Item, key: Key): Item =>
  newItem(namesOf(key).flatMap((name) => (item[name] ? [[name, item[name]] as const] : [])));
