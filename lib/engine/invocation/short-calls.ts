import type { Clock } from "../clock.ts";
import { type Activity, waitsForProcessor } from "../limits/process-limits.ts";

/** A short call is over within this where nothing holds it up. */
const shortMs = 2;
/** What has not come back by then is looked at, and from then on as often. */
const patienceMs = 10;
/** A call that has computed for so long since it was first looked at. */
const computingMs = 10;
const callsLookedAt = 32;
/** So many of them may have been long. */
const mostLong = 8;
/** A look costs some microseconds. */
const mostLooksAtOnce = 50;

/** One call that runs; ended exactly once. */
export interface ShortCall {
  /** What its process does; set as soon as it is known where the call runs. */
  look?: (() => Activity | "starts") | undefined;
  /** `durationMs` is undefined when the function did not run. */
  end(durationMs: number | undefined): void;
}

interface Expected {
  begunMs: number;
  /** When it was first looked at. */
  computedMs?: number;
}

/**
 * Lets the calls of a function that are over in a moment run a few at a time. As many callers as there may
 * be are then served by a few environments, which stay warm in the processor's caches too: two
 * processors run two functions at a time anyway. AWS counts alike: a function of 1 ms that is called
 * 1,000 times a second has one environment (Developer Guide, "Understanding Lambda function scaling").
 *
 * How long a call takes says little where the machine is busy with other things. So one that does not come
 * back is looked at: it is long when it waits or computes, and not when it waits for a processor, where
 * more calls at a time would only wait with it.
 */
export class ShortCalls {
  readonly #last: ("quick" | "long" | "neither")[] = [];
  #calls = 0;
  /** What runs and is expected back soon; the oldest first. */
  readonly #expected = new Map<ShortCall, Expected>();
  readonly #long = new WeakSet<ShortCall>();
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
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #isShort(): boolean {
    const long = this.#last.filter((kind) => kind === "long");
    return long.length <= mostLong && this.#last.includes("quick");
  }

  #begin(): ShortCall {
    const call: ShortCall = {
      end: (durationMs) => {
        if (durationMs !== undefined)
          this.#last[this.#calls++ % callsLookedAt] = this.#long.has(call)
            ? "long"
            : durationMs < shortMs
              ? "quick"
              : "neither";
        this.#expected.delete(call);
        this.#beginWaiting(this.atOnce);
      },
    };
    this.#expected.set(call, { begunMs: this.clock.now() });
    this.#watch(patienceMs);
    return call;
  }

  #beginWaiting(atOnce: number): void {
    while (this.#waiting.length > 0 && this.#expected.size < atOnce)
      this.#waiting.shift()?.(this.#begin());
  }

  #watch(afterMs: number): void {
    if (this.#watched) return;
    this.#watched = true;
    // Answers that came while the engine did something else are read in the next turn, and taken in the one after it.
    this.clock.after(afterMs, () => setImmediate(() => setImmediate(() => this.#goOn())));
  }

  /** For each that is not expected any more two begin: a function that is short no longer soon has all its callers. */
  #goOn(): void {
    this.#watched = false;
    const latestMs = this.clock.now() - patienceMs;
    let late = 0;
    let looks = 0;
    for (const [call, expected] of this.#expected) {
      if (expected.begunMs > latestMs || looks++ >= mostLooksAtOnce) break;
      if (this.#isHeldUp(call, expected)) continue;
      this.#expected.delete(call);
      late += 1;
    }
    this.#beginWaiting(Math.max(this.atOnce, 2 * late));
    const [oldest] = this.#expected.values();
    if (oldest) this.#watch(oldest.begunMs > latestMs ? oldest.begunMs - latestMs : patienceMs);
  }

  /** Whether it only waits for a processor. */
  #isHeldUp(call: ShortCall, expected: Expected): boolean {
    const activity = call.look?.() ?? "starts";
    if (activity === "starts") return false;
    if (waitsForProcessor(activity, expected, computingMs)) return true;
    this.#long.add(call);
    return false;
  }
}
