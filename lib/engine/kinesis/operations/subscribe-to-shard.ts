import type * as api from "@aws-sdk/client-kinesis";
import type { CallContext } from "../../http/service.ts";
import { inUse } from "../errors.ts";
import { sequenceNumber } from "../sequence-number.ts";
import { placeOf } from "../start-position.ts";
import { describeChildren, type Shard, shardId, type Stream, streamArn } from "../stream.ts";
import type { StreamMetrics } from "../stream-metrics.ts";
import type { KinesisStore } from "../stream-store.ts";
import { findConsumer } from "./consumers.ts";
import { describeRecord, millisBehind, readUpTo, requireShard } from "./read-records.ts";

/** A subscription ends by itself after five minutes. */
const lifetimeMs = 300_000;
/** While nothing comes, an empty event says that all is well. */
const emptyEventMs = 5000;
const mostTogether = 500;

/** Enhanced fan-out: records of a shard as they come, as an event stream. */
export function subscribeToShard({
  store,
  metrics,
}: {
  store: KinesisStore;
  metrics: StreamMetrics;
}) {
  const busy = new Set<string>();
  return (input: api.SubscribeToShardInput, { signal }: CallContext) => {
    const { stream, consumer } = findConsumer(store, input);
    const shard = requireShard(stream, input.ShardId ?? "");
    const { StartingPosition: start } = input;
    const after = placeOf(store, stream, shard, {
      type: start?.Type,
      sequenceNumber: start?.SequenceNumber,
      timestamp: start?.Timestamp,
    });
    const key = `${input.ConsumerARN} ${shard.index}`;
    if (busy.has(key))
      throw inUse(
        `Another active subscription exists for this consumer: ${consumer.name} of ${shardId(shard.index)}`,
      );
    busy.add(key);
    const release = () => busy.delete(key);
    signal.addEventListener("abort", release);
    const onEvent = (found: Parameters<StreamMetrics["pushed"]>[2]) =>
      metrics.pushed(stream, consumer, found);
    return {
      EventStream: withRelease(
        eventsFrom({ store, onEvent }, stream, shard, after, signal),
        release,
      ),
    };
  };
}

async function* withRelease<Event>(
  events: AsyncGenerator<Event>,
  release: () => void,
): AsyncGenerator<Event> {
  try {
    yield* events;
  } finally {
    release();
  }
}

async function* eventsFrom(
  {
    store,
    onEvent,
  }: {
    store: KinesisStore;
    onEvent(found: { records: number; bytes: number; behindMs: number }): void;
  },
  { region, accountId, name }: Stream,
  shard: Shard,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<{ SubscribeToShardEvent: api.SubscribeToShardEvent }> {
  const arn = streamArn({ region, accountId, name });
  const endMs = store.clock.now() + lifetimeMs;
  let after = start;
  while (!signal.aborted && store.clock.now() < endMs) {
    const stream = store.byArn(arn);
    const now = stream?.shards.find(({ index }) => index === shard.index);
    if (!stream || !now) return;
    const found = readUpTo(store, stream, now, after, mostTogether);
    after = found.at(-1)?.sequence ?? after;
    const isOver = now.closedMs !== undefined && store.read(stream, now, after, 1).length === 0;
    const behindMs = millisBehind(store, stream, now, after);
    const bytes = found.reduce((sum, { data }) => sum + data.byteLength, 0);
    onEvent({ records: found.length, bytes, behindMs });
    yield {
      SubscribeToShardEvent: {
        Records: found.map((record) => describeRecord(stream, now, record)),
        ContinuationSequenceNumber: sequenceNumber(now, after, store.clock.now()),
        MillisBehindLatest: behindMs,
        ...(isOver && { ChildShards: describeChildren(stream, now) }),
      },
    };
    if (isOver) return;
    if (store.read(stream, now, after, 1).length === 0)
      await changed(store, arn, Math.min(emptyEventMs, endMs - store.clock.now()), signal);
  }
}

/** Resolves when the stream may have more, when the time is over or the caller is gone. */
function changed(
  store: KinesisStore,
  arn: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stopWaiting();
      stopListening();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stopWaiting = store.clock.after(withinMs, end);
    const stopListening = store.onRecord(arn, end);
    signal.addEventListener("abort", end);
  });
}
