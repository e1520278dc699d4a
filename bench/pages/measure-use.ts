import type { Page } from "playwright-core";

/** The 95th percentile of frame times while `act` is done again and again (or nothing at all). */
export async function frameTimeP95(
  page: Page,
  act?: (step: number) => Promise<void>,
): Promise<number> {
  let isOver = false;
  const times = page.evaluate(async () => {
    const all: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    while (all.length < 120) {
      const now = await new Promise<number>(requestAnimationFrame);
      all.push(now - last);
      last = now;
    }
    return all;
  });
  const acting = (async () => {
    for (let step = 0; act && !isOver; step++) await act(step);
  })();
  const sorted = (await times).sort((left, right) => left - right);
  isOver = true;
  await acting;
  return sorted[Math.floor(sorted.length * 0.95)]!;
}

/** Script time of each of `count` actions in milliseconds, on average. */
export async function scriptMsOf(
  page: Page,
  count: number,
  act: (step: number) => Promise<void>,
): Promise<number> {
  const session = await page.context().newCDPSession(page);
  // The time of the thread itself, which other programs on the machine do not lengthen.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const scriptSeconds = async () =>
    (await session.send("Performance.getMetrics")).metrics.find(
      ({ name }) => name === "ScriptDuration",
    )!.value;
  const before = await scriptSeconds();
  for (let step = 0; step < count; step++) await act(step);
  const spent = (await scriptSeconds()) - before;
  await session.detach();
  return (spent * 1000) / count;
}

/** Notes how long each key and click takes until its next paint; the browser reports from 16 ms on. */
export function noteInteractions(): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[])
      if (entry.interactionId) performance.mark("interaction", { detail: entry.duration });
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

export function interactionTimes(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    performance.getEntriesByName("interaction").map((mark) => (mark as PerformanceMark).detail),
  );
}
