import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import { storageFailure } from "../store/storage-failure.ts";
import type { Targets } from "../targets.ts";
import { inputFor } from "./deliver.ts";
import { type Delivery, DeliveryTable } from "./delivery-table.ts";
import { type Schedule, scheduleArn } from "./schedule.ts";
import type { ScheduleStore } from "./schedule-store.ts";
import { isOneTime, nextTime } from "./timetable.ts";

/** A timer further away would overflow Node's. */
const furthestMs = 24 * 3_600_000;
const longestRetryMs = 3_600_000;

export interface RunnerDeps {
  store: ScheduleStore;
  clock: Clock;
  random: () => number;
  targets: Pick<Targets, "sendMessage">;
  /** Brings a delivery to its target; throws when it does not take it. */
  deliver: (delivery: Delivery) => Promise<void>;
  metrics: MetricSink;
  warn: (message: string) => void;
}

/**
 * Runs schedules at their times. A time that has come is on disk before its target is called, and stays there until
 * the target has taken it. Times of recurring schedules that passed while the engine did not run are left out.
 */
export class ScheduleRunner {
  readonly #table: DeliveryTable;
  readonly #stopListening: () => void;
  /** When each schedule really runs, within its flexible window. */
  readonly #plans = new Map<string, { scheduledMs: number; runMs: number; of: Schedule }>();
  readonly #running = new Set<number>();
  #cancel: (() => void) | undefined;
  #isStarted = false;

  constructor(private readonly deps: RunnerDeps) {
    this.#table = new DeliveryTable(deps.store.database);
    this.#stopListening = deps.store.onChange(() => this.#plan());
  }

  start(): void {
    const { store, clock } = this.deps;
    const nowMs = clock.now();
    for (const schedule of store.schedules())
      if (!isOneTime(schedule) && schedule.handledMs < nowMs)
        store.put({ ...schedule, handledMs: nowMs });
    this.#isStarted = true;
    this.#run();
  }

  close(): void {
    this.#isStarted = false;
    this.#stopListening();
    this.#cancel?.();
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isStarted) return;
    const nowMs = this.deps.clock.now();
    const runs = this.#planned().map(({ runMs }) => runMs);
    const dueMs = Math.min(this.#table.nextDueMs(nowMs), ...runs);
    if (dueMs === Infinity) return;
    const waitMs = Math.min(furthestMs, Math.max(0, dueMs - nowMs));
    this.#cancel = this.deps.clock.after(waitMs, () => this.#run());
  }

  /** The enabled schedules and when each runs next. */
  #planned(): { schedule: Schedule; scheduledMs: number; runMs: number }[] {
    const schedules = this.deps.store.schedules();
    const known = new Set(schedules.map(scheduleArn));
    for (const arn of this.#plans.keys()) if (!known.has(arn)) this.#plans.delete(arn);
    return schedules
      .filter(({ state }) => state === "ENABLED")
      .flatMap((schedule) => {
        const arn = scheduleArn(schedule);
        let plan = this.#plans.get(arn);
        if (plan?.of !== schedule) {
          const scheduledMs = nextTime(schedule, schedule.handledMs);
          if (scheduledMs === undefined) return this.#completed(schedule);
          plan = { scheduledMs, runMs: scheduledMs + this.#delayMs(schedule), of: schedule };
          this.#plans.set(arn, plan);
        }
        return [{ schedule, scheduledMs: plan.scheduledMs, runMs: plan.runMs }];
      });
  }

  /** A schedule that has no times left runs no more; one that says so goes, once its end has come. */
  #completed(schedule: Schedule) {
    const { endMs, afterCompletion } = schedule;
    const nowMs = this.deps.clock.now();
    if (afterCompletion !== "DELETE") return [];
    // It is taken away when it runs, so that nothing changes while plans are made.
    return [
      { schedule, scheduledMs: Infinity, runMs: isOneTime(schedule) ? nowMs : (endMs ?? nowMs) },
    ];
  }

  #delayMs({ window }: Schedule): number {
    const minutes = window.Mode === "FLEXIBLE" ? (window.MaximumWindowInMinutes ?? 0) : 0;
    return Math.floor(this.deps.random() * minutes * 60_000);
  }

  #run(): void {
    const { store, clock } = this.deps;
    const nowMs = clock.now();
    for (const { schedule, scheduledMs, runMs } of this.#planned()) {
      if (runMs > nowMs) continue;
      if (scheduledMs === Infinity) store.delete(schedule);
      else this.#begin(schedule, scheduledMs, nowMs);
    }
    for (const delivery of this.#table.due(nowMs))
      if (!this.#running.has(delivery.id)) void this.#attempt(delivery);
    this.#plan();
  }

  /** Writes a time that has come down, together with that it was seen to. */
  #begin(schedule: Schedule, scheduledMs: number, nowMs: number): void {
    const { store } = this.deps;
    const { region, accountId, groupName, target } = schedule;
    store.database.transaction(() => {
      this.#table.add({
        scheduleArn: scheduleArn(schedule),
        groupName,
        region,
        accountId,
        target,
        scheduledMs,
        dueSinceMs: nowMs,
        executionId: randomUUID(),
      });
      store.put({ ...schedule, handledMs: scheduledMs });
    })();
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { deliver, clock } = this.deps;
    this.#running.add(delivery.id);
    try {
      this.#count(delivery, "InvocationAttemptCount");
      await deliver(delivery);
      if (this.#isStarted) this.#table.remove(delivery);
    } catch (error) {
      if (!this.#isStarted) return;
      this.#count(delivery, "TargetErrorCount");
      const exhausted = exhaustedBy(delivery, clock.now());
      if (mayPass(error) && exhausted === undefined)
        this.#table.again(
          delivery,
          clock.now() + Math.min(1000 * 2 ** Math.min(delivery.attempts, 12), longestRetryMs),
        );
      else this.#giveUp(delivery, error, mayPass(error) ? exhausted : undefined);
    } finally {
      this.#running.delete(delivery.id);
      this.#plan();
    }
  }

  /** To the dead-letter queue, with what Scheduler tells there (user guide, "Configuring a dead-letter queue"). */
  #giveUp(delivery: Delivery, error: unknown, exhausted: string | undefined): void {
    const { targets, warn } = this.deps;
    const reason = error instanceof Error ? error.message : String(error);
    const { target, scheduledMs } = delivery;
    const told = `A time of ${delivery.scheduleArn} could not be brought to ${target.Arn}: ${reason}`;
    const queueArn = target.DeadLetterConfig?.Arn;
    const text = (value: string) => ({ DataType: "String", StringValue: value });
    this.#count(delivery, "InvocationDroppedCount");
    try {
      if (queueArn === undefined) warn(told);
      else {
        targets.sendMessage(queueArn, {
          body: inputFor(delivery),
          messageAttributes: {
            ERROR_CODE: text(error instanceof ServiceError ? error.code : "TargetError"),
            ERROR_MESSAGE: text(reason.slice(0, 1024)),
            EXECUTION_ID: text(delivery.executionId),
            ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
            IS_PAYLOAD_TRUNCATED: text("false"),
            RETRY_ATTEMPTS: text(String(delivery.attempts)),
            SCHEDULED_TIME: text(new Date(scheduledMs).toISOString().replace(".000Z", "Z")),
            SCHEDULE_ARN: text(delivery.scheduleArn),
            TARGET_ARN: text(target.Arn ?? ""),
          },
        });
        this.#count(delivery, "InvocationsSentToDeadLetterCount");
      }
    } catch (failure) {
      this.#count(delivery, "InvocationsFailedToBeSentToDeadLetterCount");
      warn(`${told}; nor to its dead-letter queue: ${String(failure)}`);
    }
    this.#table.remove(delivery);
  }

  #count({ region, groupName }: Delivery, name: string): void {
    this.deps.metrics.recordAll({
      region,
      namespace: "AWS/Scheduler",
      dimensions: { ScheduleGroup: groupName },
      timestampMs: this.deps.clock.now(),
      values: [[name, "Count", 1]],
    });
  }
}

/** Which part of the retry policy leaves no further attempt. */
function exhaustedBy(
  { target, attempts, dueSinceMs }: Delivery,
  nowMs: number,
): string | undefined {
  const { MaximumRetryAttempts: most = 185, MaximumEventAgeInSeconds: oldest = 86_400 } =
    target.RetryPolicy ?? {};
  if (attempts >= most) return "MaximumRetryAttempts";
  return nowMs - dueSinceMs > oldest * 1000 ? "MaximumEventAgeInSeconds" : undefined;
}

/** Whether another attempt may succeed: the target is busy or the disk full, not the target gone. */
function mayPass(error: unknown): boolean {
  if (storageFailure(error) !== undefined) return true;
  if (!(error instanceof ServiceError)) return false;
  return (
    (error.status ?? 400) >= 500 ||
    error.status === 429 ||
    /Thrott|TooMany|Exceeded/.test(error.code)
  );
}
