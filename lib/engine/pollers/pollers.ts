import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EventSourceMapping } from "../lambda/event-source-mapping.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import type { QueueStore } from "../sqs/queue-store.ts";
import type { BatchInvoker } from "./batch-invocation.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import { type EventCount, QueuePoller } from "./queue-poller.ts";

export interface PollersDeps {
  functions: Pick<
    FunctionStore,
    "eventSourceMappings" | "setMappingResult" | "onChange" | "resolve"
  >;
  queues: QueueStore;
  invoker: BatchInvoker;
  metrics: MetricSink;
  clock: Clock;
  onError(error: unknown): void;
}

/** Keeps one poller for each enabled mapping, following every change of the mappings at once. */
export class Pollers {
  private readonly pollers = new Map<string, { poller: QueuePoller; settings: string }>();
  private stopFollowing: (() => void) | undefined;

  constructor(private readonly deps: PollersDeps) {}

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
    const mappings = this.deps.functions
      .eventSourceMappings()
      .filter(
        ({ state, eventSourceArn }) => state === "Enabled" && eventSourceArn.includes(":sqs:"),
      );
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
    return (name: EventCount, events: number) =>
      metrics.recordAll({
        region,
        namespace: "AWS/Lambda",
        dimensions: { EventSourceMappingUUID: uuid },
        timestampMs: clock.now(),
        values: [[name, "Count", events]],
      });
  }

  private poll(mapping: EventSourceMapping): QueuePoller {
    const { functions, queues, invoker, clock, onError } = this.deps;
    return new QueuePoller(mapping, {
      queues,
      invoker,
      clock,
      onError,
      count: this.counter(mapping),
      functionTimeoutSeconds: () => timeoutSeconds(functions, mapping),
      onResult: (result) => functions.setMappingResult(mapping.uuid, result),
    });
  }
}

/** What makes a running poller out of date when it changes. */
function settingsOf(mapping: EventSourceMapping): string {
  const { functionArn, batchSize, maximumBatchingWindowSeconds, maximumConcurrency } = mapping;
  const { functionResponseTypes, filters, metrics } = mapping;
  return JSON.stringify({
    functionArn,
    batchSize,
    maximumBatchingWindowSeconds,
    maximumConcurrency,
    functionResponseTypes,
    filters,
    metrics,
  });
}

/** 0 for a function that is not there: its calls fail by themselves. */
function timeoutSeconds(
  functions: Pick<FunctionStore, "resolve">,
  { region, functionArn }: EventSourceMapping,
): number {
  try {
    return functions.resolve(region, functionArn).version.timeoutSeconds;
  } catch (error) {
    if (error instanceof ServiceError) return 0;
    throw error;
  }
}
