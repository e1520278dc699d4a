import type { Clock } from "../clock.ts";
import type { ClientTokens } from "./client-tokens.ts";
import type { ItemStore } from "./item-store.ts";
import type { StreamStore } from "./streams/stream-store.ts";
import type { TableStore } from "./table-store.ts";

/** What DynamoDB's operations work on. */
export interface DynamoDbDeps {
  tables: TableStore;
  items: ItemStore;
  streams: StreamStore;
  tokens: ClientTokens;
  clock: Clock;
}
