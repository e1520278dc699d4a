import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EventSourceMapping } from "../lambda/event-source-mapping.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import type { QueueStore } from "../sqs/queue-store.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { BatchInvoker } from "./batch-invocation.ts";
import { dimensionSets, type MetricSink } from "../invocation/invocation-metrics.ts";
import { CheckpointTable } from "./checkpoint-table.ts";
import { timedKey } from "../invocation/destinations.ts";
import type { Targets } from "../targets.ts";
import { type EventCount, QueuePoller } from "./queue-poller.ts";
import type { StreamMapping, StreamPollerDeps } from "./shard-poller.ts";
import { StreamPoller } from "./stream-poller.ts";
import type { StreamSource } from "./stream-source.ts";

export interface PollersDeps {
  functions: Pick<
    FunctionStore,
    "eventSourceMappings" | "setMappingResult" | "onChange" | "resolve"
  >;
  database: EngineDatabase;
  queues: QueueStore;
  /** Of streams, by the service in their ARN. */
  sources: Readonly<Record<string, StreamSource>>;
  targets: Pick<Targets, "sendMessage" | "publish" | "putObject">;
  invoker: BatchInvoker;
  metrics: MetricSink;
  clock: Clock;
  onError(error: unknown): void;
}

/** Keeps one poller for each enabled mapping, following every change of the mappings at once. */
export class Pollers {
  private readonly pollers = new Map<string, { poller: Poller; settings: string }>();
  private readonly checkpoints: CheckpointTable;
  private stopFollowing: (() => void) | undefined;

  constructor(private readonly deps: PollersDeps) {
    this.checkpoints = new CheckpointTable(deps.database);
  }

  start(): void {
    this.stopFollowing = this.deps.functions.onChange(({ kind }) => {
      if (kind === "mapping" || kind === "deleted") this.follow();
    });
    this.follow();
  }

  /** Stops polling; batches at work end by themselves. */
  close(): void {
    this.stopFollowing?.();
    for (const { poller } of this.pollers.values()) poller.stop();
    this.pollers.clear();
  }

  private follow(): void {
    const all = this.deps.functions.eventSourceMappings();
    this.checkpoints.keepOnly(new Set(all.map(({ uuid }) => uuid)));
    const mappings = all.filter(({ state }) => state === "Enabled");
    const wanted = new Map(mappings.map((mapping) => [mapping.uuid, mapping]));
    for (const [uuid, { poller, settings }] of this.pollers) {
      const mapping = wanted.get(uuid);
      if (mapping && settingsOf(mapping) === settings) continue;
      poller.stop();
      this.pollers.delete(uuid);
    }
    for (const mapping of mappings) {
      if (this.pollers.has(mapping.uuid)) continue;
      try {
        const poller = this.poll(mapping);
        this.pollers.set(mapping.uuid, { poller, settings: settingsOf(mapping) });
      } catch (error) {
        // One mapping that cannot be polled must not stop the others.
        this.deps.onError(error);
      }
    }
  }

  /** Writes a mapping's counts to CloudWatch when it has opted in. */
  private counter({ uuid, region, metrics: chosen = [] }: EventSourceMapping) {
    const { metrics, clock } = this.deps;
    if (!chosen.includes("EventCount")) return () => undefined;
    return (name: Parameters<StreamPollerDeps["count"]>[0] | EventCount, events: number) =>
      metrics.recordAll({
        region,
        namespace: "AWS/Lambda",
        dimensions: { EventSourceMappingUUID: uuid },
        timestampMs: clock.now(),
        values: [[name, "Count", events]],
      });
  }

  private poll(mapping: EventSourceMapping): Poller {
    const { stream } = mapping;
    return stream ? this.pollStream({ ...mapping, stream }) : this.pollQueue(mapping);
  }

  private pollStream(mapping: StreamMapping): StreamPoller {
    const { functions, sources, invoker, metrics, clock, onError } = this.deps;
    const [, , service = ""] = mapping.eventSourceArn.split(":");
    const [, , , , , , functionName = "", qualifier] = mapping.functionArn.split(":");
    const source = sources[service];
    if (!source) throw new Error(`There are no streams of ${service}`);
    return new StreamPoller(mapping, {
      source,
      checkpoints: this.checkpoints,
      invoker,
      clock,
      onError,
      count: this.counter(mapping),
      ofEveryRecord: () =>
        source.batchInfo === "KinesisBatchInfo"
          ? { invokeIdentityArn: versionOf(functions, mapping)?.role }
          : {},
      sendFailure: (targetArn, failure) => this.sendFailure(mapping, targetArn, failure),
      onIteratorAge: (ageMs) => {
        const { region } = mapping;
        const [dimensions = {}, ...alsoUnder] = dimensionSets({ region, functionName, qualifier });
        metrics.recordAll({
          region,
          namespace: "AWS/Lambda",
          dimensions,
          alsoUnder,
          timestampMs: clock.now(),
          values: [["IteratorAge", "Milliseconds", ageMs]],
        });
      },
      onResult: (result) => functions.setMappingResult(mapping.uuid, result),
    });
  }

  /** Buckets get what the function did not take as well (Lambda developer guide, "Kinesis on-failure destination"). */
  private sendFailure(
    { uuid }: StreamMapping,
    targetArn: string,
    { record, event, shardId }: { record: object; event: object; shardId: string },
  ): void | Promise<void> {
    const { targets, clock } = this.deps;
    const [, , service] = targetArn.split(":");
    const text = JSON.stringify(record);
    if (service === "sns") return targets.publish(targetArn, { message: text });
    if (service !== "s3") return targets.sendMessage(targetArn, { body: text });
    const key = `aws/lambda/${uuid}/${shardId}/${timedKey(clock.now())}`;
    const payload = JSON.stringify(event);
    return targets.putObject(targetArn, key, JSON.stringify({ ...record, payload }));
  }

  private pollQueue(mapping: EventSourceMapping): QueuePoller {
    const { functions, queues, invoker, clock, onError } = this.deps;
    return new QueuePoller(mapping, {
      queues,
      invoker,
      clock,
      onError,
      count: this.counter(mapping),
      functionTimeoutSeconds: () => versionOf(functions, mapping)?.timeoutSeconds ?? 0,
      onResult: (result) => functions.setMappingResult(mapping.uuid, result),
    });
  }
}

interface Poller {
  stop(): void;
}

/** What makes a running poller out of date when it changes. */
function settingsOf(mapping: EventSourceMapping): string {
  const { functionArn, batchSize, maximumBatchingWindowSeconds, maximumConcurrency } = mapping;
  const { functionResponseTypes, filters, metrics, stream, provisionedPollers } = mapping;
  return JSON.stringify({
    functionArn,
    batchSize,
    maximumBatchingWindowSeconds,
    maximumConcurrency,
    provisionedPollers,
    functionResponseTypes,
    filters,
    metrics,
    stream,
  });
}

/** Undefined for a function that is not there: its calls fail by themselves. */
function versionOf(
  functions: Pick<FunctionStore, "resolve">,
  { region, functionArn }: EventSourceMapping,
): { timeoutSeconds: number; role: string } | undefined {
  try {
    return functions.resolve(region, functionArn).version;
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}
