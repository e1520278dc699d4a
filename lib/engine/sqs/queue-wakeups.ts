import type { Clock } from "../clock.ts";

/**
 * Tells waiting receivers of a queue when to look again: at once after a change, or when the next hidden
 * message shows. A queue nobody waits for costs nothing; a waiting one costs one timer.
 */
export class QueueWakeups {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly timers = new Map<string, { atMs: number; cancel: () => void }>();
  private readonly pending = new Set<string>();

  constructor(
    private readonly clock: Clock,
    /** When the next hidden message of a queue shows; null without one. */
    private readonly nextVisibleMs: (queueArn: string) => number | null,
  ) {}

  /** Calls `wake` each time there may be something to receive, until the returned function is called. */
  add(queueArn: string, wake: () => void): () => void {
    const wakes = this.waiting.get(queueArn) ?? new Set();
    this.waiting.set(queueArn, wakes.add(wake));
    this.plan(queueArn);
    return () => {
      wakes.delete(wake);
      if (wakes.size > 0 || this.waiting.get(queueArn) !== wakes) return;
      this.waiting.delete(queueArn);
      this.cancelTimer(queueArn);
    };
  }

  /** Something may be receivable now. Wakes come after the caller's work, once for many changes. */
  wake(queueArn: string): void {
    if (!this.waiting.has(queueArn) || this.pending.has(queueArn)) return;
    this.pending.add(queueArn);
    queueMicrotask(() => {
      this.pending.delete(queueArn);
      // A copy: a wake may stop waiting and wait anew.
      const wakes = Array.from(this.waiting.get(queueArn) ?? []);
      for (const wake of wakes) wake();
      this.plan(queueArn);
    });
  }

  /** Sets the timer for the next hidden message; to be called after every change of a time of showing. */
  plan(queueArn: string): void {
    if (!this.waiting.has(queueArn)) return;
    const atMs = this.nextVisibleMs(queueArn);
    if (this.timers.get(queueArn)?.atMs === atMs) return;
    this.cancelTimer(queueArn);
    if (atMs === null) return;
    const cancel = this.clock.after(Math.max(0, atMs - this.clock.now()), () => {
      this.timers.delete(queueArn);
      this.wake(queueArn);
    });
    this.timers.set(queueArn, { atMs, cancel });
  }

  /** Forgets every waiting receiver; for the end of the engine. */
  close(): void {
    for (const queueArn of this.timers.keys()) this.cancelTimer(queueArn);
    this.waiting.clear();
  }

  private cancelTimer(queueArn: string): void {
    this.timers.get(queueArn)?.cancel();
    this.timers.delete(queueArn);
  }
}
