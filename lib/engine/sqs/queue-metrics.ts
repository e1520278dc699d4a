import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { Clock } from "../clock.ts";
import type { Queue } from "./queue.ts";
import type { QueueActivity, QueueStore } from "./queue-store.ts";

const minuteMs = 60_000;
/** AWS reports a queue for six hours after it was last used. */
const activeMs = 6 * 60 * minuteMs;

const countMetrics: Record<QueueActivity["kind"], string> = {
  sent: "NumberOfMessagesSent",
  received: "NumberOfMessagesReceived",
  deleted: "NumberOfMessagesDeleted",
  emptyReceive: "NumberOfEmptyReceives",
};

interface Minute {
  counts: Record<QueueActivity["kind"], number>;
  sizes: number[];
}

/**
 * Records the AWS/SQS metrics of active queues once a minute. A queue is active for six hours after its
 * last use and while it holds messages; with no active queue there is no timer.
 */
export class QueueMetrics {
  private readonly minutes = new Map<string, Minute>();
  private readonly lastUsedMs = new Map<string, number>();
  private stopTimer: (() => void) | undefined;
  private readonly stopObserving: () => void;

  constructor(
    private readonly store: QueueStore,
    private readonly metrics: Pick<MetricStore, "record">,
    private readonly clock: Clock,
  ) {
    this.stopObserving = store.onActivity((queue, activity) => this.note(queue, activity));
    if (store.queues.list().some(({ arn }) => store.counts(arn).oldestSentMs !== null)) this.arm();
  }

  close(): void {
    this.stopObserving();
    this.stopTimer?.();
  }

  private note(queue: Queue, { kind, count, bytes }: QueueActivity): void {
    const minute = this.minutes.get(queue.arn) ?? emptyMinute();
    minute.counts[kind] += count;
    if (bytes !== undefined) minute.sizes.push(bytes);
    this.minutes.set(queue.arn, minute);
    this.lastUsedMs.set(queue.arn, this.clock.now());
    this.arm();
  }

  private arm(): void {
    if (this.stopTimer) return;
    const untilNextMinuteMs = minuteMs - (this.clock.now() % minuteMs);
    this.stopTimer = this.clock.after(untilNextMinuteMs, () => {
      this.stopTimer = undefined;
      if (this.report()) this.arm();
    });
  }

  /** Records the minute that has just ended; false when no queue is active any more. */
  private report(): boolean {
    const nowMs = this.clock.now();
    const timestampMs = nowMs - minuteMs;
    let active = false;
    for (const queue of this.store.queues.list()) {
      const counts = this.store.counts(queue.arn);
      const usedMs = this.lastUsedMs.get(queue.arn);
      const recentlyUsed = usedMs !== undefined && nowMs - usedMs < activeMs;
      if (counts.oldestSentMs === null && !recentlyUsed) continue;
      active = true;
      const minute = this.minutes.get(queue.arn) ?? emptyMinute();
      const record = (name: string, unit: string, value: number) =>
        this.metrics.record({
          region: queue.region,
          namespace: "AWS/SQS",
          name,
          dimensions: { QueueName: queue.name },
          unit,
          timestampMs,
          value,
        });
      for (const kind of Object.keys(countMetrics) as QueueActivity["kind"][])
        record(countMetrics[kind], "Count", minute.counts[kind]);
      for (const bytes of minute.sizes) record("SentMessageSize", "Bytes", bytes);
      record("ApproximateNumberOfMessagesVisible", "Count", counts.visible);
      record("ApproximateNumberOfMessagesNotVisible", "Count", counts.inFlight);
      record("ApproximateNumberOfMessagesDelayed", "Count", counts.delayed);
      const ageMs = counts.oldestSentMs === null ? 0 : nowMs - counts.oldestSentMs;
      record("ApproximateAgeOfOldestMessage", "Seconds", Math.floor(ageMs / 1000));
    }
    this.minutes.clear();
    return active;
  }
}

function emptyMinute(): Minute {
  return { counts: { sent: 0, received: 0, deleted: 0, emptyReceive: 0 }, sizes: [] };
}
