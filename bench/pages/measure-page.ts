import type { Browser, BrowserContext, Page } from "playwright-core";

export interface PageLoad {
  /** JavaScript over the wire, compressed, in KB of 1,000 bytes. */
  scriptKb: number;
  /** From the start of the navigation to the paint that shows `selector`. */
  shownMs: number;
  largestContentfulPaintMs: number;
}

/** Loads an address in a fresh context (nothing cached) that `prepare` has signed in. */
export async function loadPage(
  browser: Browser,
  address: string,
  selector: string,
  prepare?: (context: BrowserContext) => Promise<void>,
): Promise<{ load: PageLoad; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await prepare?.(context);
  const page = await context.newPage();
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.querySelector(wanted))
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("shown")));
      else requestAnimationFrame(look);
    };
    look();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        performance.mark("lcp", { startTime: entry.startTime });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  }, selector);
  await page.goto(address, { waitUntil: "networkidle" });
  await page.waitForFunction(() => performance.getEntriesByName("shown").length > 0);
  const load = await page.evaluate(() => {
    const scripts = performance
      .getEntriesByType("resource")
      .filter(
        (entry) =>
          (entry as PerformanceResourceTiming).initiatorType === "script" ||
          /\.js(\?|$)/.test(entry.name),
      );
    const bytes = scripts.reduce(
      (sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize,
      0,
    );
    return {
      scriptKb: bytes / 1000,
      shownMs: performance.getEntriesByName("shown")[0]!.startTime,
      largestContentfulPaintMs: performance.getEntriesByName("lcp").at(-1)?.startTime ?? 0,
    };
  });
  return { load, page };
}

/** The 95th percentile of frame times while the element is scrolled (or, without one, while nothing happens). */
export function frameTimeP95(page: Page, scrolled: string | undefined): Promise<number> {
  return page.evaluate(async (selector) => {
    const element = selector ? document.querySelector(selector) : null;
    const times: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 120; frame++) {
      if (element) element.scrollTop += 900;
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times.sort((left, right) => left - right)[Math.floor(times.length * 0.95)]!;
  }, scrolled);
}

/** From an action in the page to the paint after the list has changed, in milliseconds. */
export async function timeToChange(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    performance.clearMarks("changed");
    performance.clearMarks("acted");
    const acted = () => performance.mark("acted");
    document.addEventListener("keydown", acted, { once: true, capture: true });
    document.addEventListener("pointerdown", acted, { once: true, capture: true });
    const observer = new MutationObserver(() => {
      if (performance.getEntriesByName("acted").length === 0) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("changed")));
    });
    observer.observe(document.querySelector("tbody")!, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await act();
  await page.waitForFunction(() => performance.getEntriesByName("changed").length > 0);
  return page.evaluate(
    () =>
      performance.getEntriesByName("changed")[0]!.startTime -
      performance.getEntriesByName("acted")[0]!.startTime,
  );
}
