import type { Clock } from "../clock.ts";

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private readonly timers = new Set<{ atMs: number; wake: () => void }>();

  constructor(private nowMs = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, wake: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, wake };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** How many wake-ups are outstanding. */
  get pending(): number {
    return this.timers.size;
  }

  /** Moves time forward, waking everything due in order; lets promises settle after each wake-up. */
  async advance(milliseconds: number): Promise<void> {
    const endMs = this.nowMs + milliseconds;
    await settle();
    for (;;) {
      const [next] = [...this.timers]
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.timers.delete(next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
      await settle();
    }
    this.nowMs = endMs;
    await settle();
  }
}

/** Lets everything that is ready to run do so, without real time passing. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
