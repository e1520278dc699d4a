/** Time as plans need it; tests hold one in their hand. */
export interface PlanClock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Runs `act` at a time, at once when that is past. Gives the way to call it off. */
  at(timeMs: number, act: () => Promise<void>): () => void;
}

export const realClock: PlanClock = {
  nowMs: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  at(timeMs, act) {
    // A program that is asked to end does not wait for it.
    const timer = setTimeout(() => void act(), Math.max(0, timeMs - Date.now())).unref();
    return () => clearTimeout(timer);
  },
};
