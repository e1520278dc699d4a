import { setTimeout as wait } from "node:timers/promises";
import type { PlanClock } from "../plan-clock";

/** A clock that stands still until it is moved. AWS, which has its own time, is looked at again soon. */
export class HeldClock implements PlanClock {
  #nowMs = Date.now();
  readonly #appointments = new Map<() => Promise<void>, number>();

  /** `atFirstSleep` happens when a plan first waits for AWS. */
  constructor(private atFirstSleep?: () => Promise<void>) {}

  nowMs = (): number => this.#nowMs;

  sleep = async (): Promise<void> => {
    const act = this.atFirstSleep;
    this.atFirstSleep = undefined;
    await act?.();
    await wait(5);
  };

  at = (timeMs: number, act: () => Promise<void>): (() => void) => {
    this.#appointments.set(act, timeMs);
    return () => this.#appointments.delete(act);
  };

  /** Lets time pass, and what is due until then happen. */
  async advance(minutes: number): Promise<void> {
    this.#nowMs += minutes * 60_000;
    for (const [act, timeMs] of this.#appointments) {
      if (timeMs > this.#nowMs) continue;
      this.#appointments.delete(act);
      await act();
    }
  }
}
