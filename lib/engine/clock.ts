/** The engine's only source of time: handed in, so that tests hold it still and move it by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `wake` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, wake: () => void): () => void;
}

/** By how much timers, which go by another clock, may be ahead of `now`; more is a clock that was set back. */
const aheadMs = 50;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, wake) {
    const dueMs = Date.now() + delayMs;
    let timer = setTimeout(ring, delayMs);
    function ring() {
      const leftMs = dueMs - Date.now();
      // Whoever is woken too early finds nothing due, and is not woken again.
      if (leftMs > 0 && leftMs <= aheadMs) timer = setTimeout(ring, leftMs);
      else wake();
    }
    return () => clearTimeout(timer);
  },
};
