import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EngineDatabase } from "../store/database.ts";
import { ClientTokens } from "./client-tokens.ts";
import { ExpirySweep } from "./expiry-sweep.ts";
import { ItemStore } from "./item-store.ts";
import { createDynamoDbService } from "./service.ts";
import { countReads } from "./streams/stream-metrics.ts";
import { createStreamsService } from "./streams/service.ts";
import { StreamStore } from "./streams/stream-store.ts";
import { TableStore } from "./table-store.ts";

/** DynamoDB and its streams with all their stores. */
export function createDynamoDb(options: {
  database: EngineDatabase;
  clock: Clock;
  settleMs: number;
  metrics: MetricSink;
  onError(error: unknown): void;
}) {
  const { database, clock, settleMs, metrics, onError } = options;
  const items = new ItemStore(database);
  const tables = new TableStore(database, items, clock, settleMs);
  const streams = new StreamStore(database, clock);
  const tokens = new ClientTokens(database, clock);
  const onRead = countReads(metrics, clock);
  const deps = { tables, items, streams, tokens, clock };
  return {
    services: [createDynamoDbService(deps), createStreamsService({ ...deps, onRead })],
    streams,
    onRead,
    expiry: new ExpirySweep(deps, onError),
  };
}
