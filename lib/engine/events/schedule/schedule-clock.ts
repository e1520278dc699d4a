import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { type EventRule, ruleArn } from "../event-bus.ts";
import type { EventStore } from "../event-store.ts";
import type { BusEvent } from "../put-events.ts";
import { readSchedule } from "../../schedule/read-schedule.ts";

/** A timer further away would overflow Node's. */
const furthestMs = 24 * 3_600_000;

/**
 * Runs the rules that go by a schedule. Times that passed while the engine did not run are left out, as they are when
 * a rule is disabled.
 */
export class ScheduleClock {
  readonly #stopListening: () => void;
  #cancel: (() => void) | undefined;
  #sinceMs: number;
  #started = false;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly deliver: (rule: EventRule, event: BusEvent) => void,
  ) {
    this.#sinceMs = clock.now();
    this.#stopListening = store.onChange(() => this.#plan());
  }

  start(): void {
    this.#started = true;
    this.#sinceMs = this.clock.now();
    this.#plan();
  }

  close(): void {
    this.#stopListening();
    this.#cancel?.();
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#started) return;
    const dueMs = Math.min(...this.#active().map(({ nextMs }) => nextMs));
    if (dueMs === Infinity) return;
    const waitMs = Math.min(furthestMs, Math.max(0, dueMs - this.clock.now()));
    this.#cancel = this.clock.after(waitMs, () => this.#run());
  }

  #run(): void {
    const nowMs = this.clock.now();
    const due = this.#active().filter(({ nextMs }) => nextMs <= nowMs);
    this.#sinceMs = nowMs;
    for (const { rule, nextMs } of due) this.deliver(rule, scheduledEvent(rule, nextMs));
    this.#plan();
  }

  /** The enabled rules and when each is due, counted from the last look. */
  #active(): { rule: EventRule; nextMs: number }[] {
    return this.store
      .scheduledRules()
      .filter(({ state }) => state !== "DISABLED")
      .map((rule) => ({ rule, nextMs: this.#nextMs(rule) }));
  }

  #nextMs({ scheduleExpression = "", scheduledMs }: EventRule): number {
    const afterMs = Math.max(this.#sinceMs, scheduledMs);
    return readSchedule(scheduleExpression, scheduledMs)?.next(afterMs) ?? Infinity;
  }
}

function scheduledEvent(rule: EventRule, atMs: number): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: rule.accountId,
    time: new Date(atMs).toISOString().replace(".000Z", "Z"),
    region: rule.region,
    resources: [ruleArn(rule)],
    detail: {},
  };
}
