import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { describeTable, type Table } from "./table.ts";

/** A table as AWS describes it, now. */
export function describe({ items, clock }: DynamoDbDeps, table: Table): TableDescription {
  return describeTable(table, clock.now(), items.size(table), (index) =>
    items.sizeOfIndex(table, index),
  );
}
