import type { Clock } from "../clock.ts";

/** A short call is over within this where nothing holds it up. */
const shortMs = 2;
/** What has not come back by then, however busy the machine is, is no longer expected soon. */
const patienceMs = 20;
const callsLookedAt = 32;
/** So many of them may have lasted longer than was expected. */
const mostLong = 8;

/** One call that runs; ended exactly once. */
export interface ShortCall {
  /** `durationMs` is undefined when the function did not run. */
  end(durationMs: number | undefined): void;
}

/**
 * Lets the calls of a function that are over in a moment run a few at a time. As many callers as there may
 * be are then served by a few environments, which stay warm in the processor's caches too: two
 * processors run two functions at a time anyway. AWS counts alike: a function of 1 ms that is called
 * 1,000 times a second has one environment (Developer Guide, "Understanding Lambda function scaling").
 */
export class ShortCalls {
  readonly #lastMs: number[] = [];
  #calls = 0;
  /** What runs and is expected back soon, with the time of its beginning; the oldest first. */
  readonly #expected = new Map<ShortCall, number>();
  readonly #waiting: ((call: ShortCall) => void)[] = [];
  #watched = false;

  constructor(
    private readonly clock: Clock,
    private readonly atOnce: number,
  ) {}

  /** Nothing runs or waits, as far as is known. */
  get idle(): boolean {
    return this.#expected.size === 0 && this.#waiting.length === 0;
  }

  /** Begins a call, now or when others have come back. */
  begin(): ShortCall | Promise<ShortCall> {
    if (this.#expected.size < this.atOnce || !this.#isShort()) return this.#begin();
    this.#watch();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** On a busy machine a short call may take its time, but not each of them. */
  #isShort(): boolean {
    const long = this.#lastMs.filter((durationMs) => durationMs > patienceMs);
    return long.length <= mostLong && this.#lastMs.some((durationMs) => durationMs < shortMs);
  }

  #begin(): ShortCall {
    const call: ShortCall = {
      end: (durationMs) => {
        if (durationMs !== undefined) this.#lastMs[this.#calls++ % callsLookedAt] = durationMs;
        this.#expected.delete(call);
        this.#beginWaiting();
      },
    };
    this.#expected.set(call, this.clock.now());
    return call;
  }

  #beginWaiting(atOnce = this.atOnce): void {
    while (this.#waiting.length > 0 && this.#expected.size < atOnce)
      this.#waiting.shift()?.(this.#begin());
  }

  /** While calls wait, those that take longer than was expected are looked for. */
  #watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    const [oldestMs = this.clock.now()] = this.#expected.values();
    // Answers that came while the engine did something else are taken first.
    this.clock.after(Math.max(0, oldestMs + patienceMs - this.clock.now()), () =>
      setImmediate(() => this.#goOn()),
    );
  }

  /** For each that is late two begin: a function that is not short any more soon has all its callers. */
  #goOn(): void {
    this.#watched = false;
    const latestMs = this.clock.now() - patienceMs;
    const late = [...this.#expected].filter(([, begunMs]) => begunMs <= latestMs);
    for (const [call] of late) this.#expected.delete(call);
    this.#beginWaiting(Math.max(this.atOnce, 2 * late.length));
    if (this.#waiting.length > 0) this.#watch();
  }
}
