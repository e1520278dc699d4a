import { copyItem, sameValue, sizeOfItem, type Item } from "./attribute-value.ts";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { invalid } from "./errors.ts";
import { checkIndexKey, type ItemKey } from "./item-key.ts";
import { keyOf, type Table } from "./table.ts";
import type { StreamRecord } from "./streams/stream-store.ts";

const largestItemBytes = 409_600;

/** Throws for an item that the table cannot hold: too large, or with a wrong key of an index. */
export function checkItem(table: Table, item: Item, updating = false): void {
  if (sizeOfItem(item) > largestItemBytes)
    throw invalid(
      updating
        ? "Item size to update has exceeded the maximum allowed size"
        : "Item size has exceeded the maximum allowed size",
    );
  for (const index of table.indexes) checkIndexKey(item, keyOf(table, index.keySchema), index.name);
}

/**
 * Puts `after` in the place of `before` (undefined: none) and records it in the table's stream, unless nothing
 * changes. Within `items.atomically`.
 */
export function writeItem(
  { items, streams }: Pick<DynamoDbDeps, "items" | "streams">,
  table: Table,
  place: ItemKey,
  before: Item | undefined,
  after: Item | undefined,
  userIdentity?: StreamRecord["userIdentity"],
): void {
  if (!before && !after) return;
  if (before && after && sameValue({ M: before }, { M: after })) return;
  items.replace(table, place, before, after && copyItem(after));
  streams.record(table, before, after, userIdentity);
}
