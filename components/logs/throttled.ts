/** Does something at once, or at most once in so many milliseconds; what came in between is left to the next time. */
export function throttled(everyMs: number, act: () => void): { now(): void; soon(): void } {
  let lastMs = -Infinity;
  const now = () => {
    lastMs = performance.now();
    act();
  };
  return {
    now,
    soon: () => {
      if (performance.now() - lastMs >= everyMs) now();
    },
  };
}
