import type { Page } from "playwright-core";

/** From now on each page notes when something that a selector finds is in it for the first time. */
export async function noteFirsts(page: Page, selectors: Record<string, string>): Promise<void> {
  await page.addInitScript((wanted) => {
    const missing = new Map(Object.entries(wanted));
    const look = () => {
      for (const [name, selector] of missing)
        if (document.querySelector(selector)) {
          performance.mark(name);
          missing.delete(name);
        }
      if (missing.size > 0) requestAnimationFrame(look);
    };
    look();
  }, selectors);
}

/** When, in milliseconds of the page, it was there first. */
export async function firstOf(page: Page, name: string): Promise<number> {
  await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, name);
  return page.evaluate((mark) => performance.getEntriesByName(mark)[0]!.startTime, name);
}

/**
 * From the key Enter to the first match (a mark with this text) or word of progress, and to the end of the search with
 * a match on the page.
 */
export async function timeSearch(page: Page, term: string): Promise<{ sign: number; all: number }> {
  await page.evaluate(() =>
    addEventListener(
      "keydown",
      () => {
        performance.clearMarks("search");
        performance.mark("search");
      },
      { once: true, capture: true },
    ),
  );
  await page.keyboard.press("Enter");
  return page.evaluate(async (text) => {
    const frame = () => new Promise(requestAnimationFrame);
    const began = performance.getEntriesByName("search")[0]!.startTime;
    const isReading = () =>
      [...document.querySelectorAll("main button")].some(
        ({ textContent }) => textContent === "Stop",
      );
    const hasMatch = () =>
      [...document.querySelectorAll(".log-line mark")].some(
        ({ textContent }) => textContent === text,
      );
    /** It says how far back it has come. */
    const hasProgress = () =>
      [...document.querySelectorAll("main span")].some(({ textContent }) =>
        textContent?.startsWith("read back to"),
      );
    await frame();
    while (!hasMatch() && !hasProgress()) await frame();
    const sign = performance.now() - began;
    while (!hasMatch() || isReading()) await frame();
    return { sign, all: performance.now() - began };
  }, term);
}

const frames = 150;

/** Frame times while a list is scrolled by so many pixels each frame. */
export async function scrollFrames(
  page: Page,
  selector: string,
  stepPx: number,
): Promise<{ longest: number; p95: number }> {
  const times = await page.locator(selector).evaluate(
    async (element, { step, count }) => {
      const all: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 0; at < count; at += 1) {
        element.scrollTop += step;
        const now = await new Promise<number>(requestAnimationFrame);
        all.push(now - last);
        last = now;
      }
      return all.sort((a, b) => a - b);
    },
    { step: stepPx, count: frames },
  );
  return { longest: times.at(-1)!, p95: times[Math.floor(times.length * 0.95)]! };
}

/** What the page's objects take after everything unused has been given back, in MB. */
export async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1_000_000;
}
