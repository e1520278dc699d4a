import { keyPart } from "./item-key.ts";
import type { DoneWrite } from "./prepare-write.ts";
import { keyOf, type Table } from "./table.ts";

/** `ItemCollectionMetrics`, which only tables with local indexes have; sizes are an estimate, as on AWS. */
export function collectionMetrics(
  table: Table,
  { before, after }: DoneWrite,
  asked: string | undefined,
): { ItemCollectionMetrics?: { ItemCollectionKey: never; SizeEstimateRangeGB: number[] } } {
  const item = after ?? before;
  if (asked !== "SIZE" || !item || !table.indexes.some(({ kind }) => kind === "local")) return {};
  const { hash } = keyOf(table);
  return {
    ItemCollectionMetrics: {
      ItemCollectionKey: keyPart(item, { hash }) as never,
      SizeEstimateRangeGB: [0, 1],
    },
  };
}
