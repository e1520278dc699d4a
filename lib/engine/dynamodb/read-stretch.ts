import { readItem, type Item } from "./attribute-value.ts";
import { invalid } from "./errors.ts";
import { holds, type Condition } from "./expressions/condition.ts";
import { keyPart, placeInIndex, placeItem, type ItemKey } from "./item-key.ts";
import type { ItemStore, Stretch } from "./item-store.ts";
import { keyOf, namesOf, type Index, type Table } from "./table.ts";

const largestPageBytes = 1024 * 1024;
const readTogether = 200;

export interface Page {
  items: Item[];
  scannedCount: number;
  scannedBytes: number;
  /** Where the next page begins. */
  lastKey?: Item;
}

/** One page of a query or a scan: up to `limit` items and 1 MB, counted before the filter. */
export function readStretch(
  items: ItemStore,
  table: Table,
  index: Index | undefined,
  stretch: Stretch,
  options: { limit?: number | undefined; filter?: Condition | undefined },
): Page {
  const page: Page = { items: [], scannedCount: 0, scannedBytes: 0 };
  const limit = options.limit ?? Infinity;
  let { after } = stretch;
  for (;;) {
    let read = 0;
    for (const { item, sizeBytes } of items.read(
      table,
      { ...stretch, ...(after && { after }) },
      readTogether,
    )) {
      read++;
      page.scannedCount++;
      page.scannedBytes += sizeBytes;
      if (!options.filter || holds(options.filter, item)) page.items.push(item);
      after = placesOf(table, index, item);
      if (page.scannedCount < limit && page.scannedBytes < largestPageBytes) continue;
      page.lastKey = startKey(table, index, item);
      return page;
    }
    if (read < readTogether) return page;
  }
}

function placesOf(
  table: Table,
  index: Index | undefined,
  item: Item,
): { place: ItemKey; item: ItemKey } {
  const own = placeItem(item, keyOf(table));
  const place = index ? (placeInIndex(item, keyOf(table, index.keySchema)) ?? own) : own;
  return { place, item: own };
}

/** The attributes of a LastEvaluatedKey: the table's key, and the index's. */
function startKey(table: Table, index: Index | undefined, item: Item): Item {
  const own = keyPart(item, keyOf(table));
  return index ? Object.assign(keyPart(item, keyOf(table, index.keySchema)), own) : own;
}

/** Reads an ExclusiveStartKey. Throws ValidationException when it is none of the table or index. */
export function readStartKey(
  table: Table,
  index: Index | undefined,
  given: object | undefined,
): Stretch["after"] {
  if (!given) return undefined;
  const key = readItem(given);
  const names = new Set([
    ...namesOf(keyOf(table)),
    ...(index ? namesOf(keyOf(table, index.keySchema)) : []),
  ]);
  const complete = [...names].every((name) => key[name] !== undefined);
  if (!complete || Object.keys(key).length !== names.size)
    throw invalid("The provided starting key is invalid");
  try {
    if (index && !placeInIndex(key, keyOf(table, index.keySchema)))
      throw invalid("The provided starting key is invalid");
    return placesOf(table, index, key);
  } catch {
    throw invalid(
      "The provided starting key is invalid: The provided key element does not match the schema",
    );
  }
}
