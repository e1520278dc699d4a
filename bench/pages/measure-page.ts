import type { Browser, BrowserContext, Page } from "playwright-core";

export interface PageLoad {
  /** JavaScript over the wire until the page was at rest, compressed, in KB of 1,000 bytes. */
  scriptKb: number;
  /** What of it the page itself names: without the parts that are loaded when they are needed. */
  firstScriptKb: number;
  /** From the start of the navigation to the end of the paint that shows `selector`. */
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
  await page.addInitScript(markLoad, selector);
  const response = await page.goto(address, { waitUntil: "networkidle" });
  await page.waitForFunction(() => performance.getEntriesByName("shown").length > 0);
  await rest(page);
  const html = (await response?.text()) ?? "";
  const load = await page.evaluate((named) => {
    const scripts = performance
      .getEntriesByType("resource")
      .filter(({ name }) => /\.js(\?|$)/.test(name)) as PerformanceResourceTiming[];
    const kb = (some: PerformanceResourceTiming[]) =>
      some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000;
    return {
      scriptKb: kb(scripts),
      firstScriptKb: kb(scripts.filter(({ name }) => named.includes(new URL(name).pathname))),
      shownMs: performance.getEntriesByName("shown")[0]!.startTime,
      largestContentfulPaintMs: performance.getEntriesByName("lcp").at(-1)?.startTime ?? 0,
    };
  }, scriptsIn(html));
  return { load, page };
}

/** Runs before the page's own scripts: marks when `selector` has been painted and each largest paint. */
function markLoad(selector: string): void {
  const look = () => {
    if (!document.querySelector(selector)) return void requestAnimationFrame(look);
    // A message that is sent in a frame's callback arrives after its paint.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark("shown");
      port2.postMessage(0);
    });
  };
  look();
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) performance.mark("lcp", { startTime });
  }).observe({ type: "largest-contentful-paint", buffered: true });
}

/** Paths of the `<script src>` of a page. */
function scriptsIn(html: string): string[] {
  return [...html.matchAll(/<script[^>]*\ssrc="([^"?]+)/g)].flatMap(([, path]) => path ?? []);
}

/** Waits a moment, and until nothing is computed. */
export async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** From a key or click to the end of the paint in which the list names other functions. */
export async function timeToChange(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    for (const name of ["acted", "changed"]) performance.clearMarks(name);
    const acted = () => performance.mark("acted");
    document.addEventListener("keydown", acted, { once: true, capture: true });
    document.addEventListener("click", acted, { once: true, capture: true });
    const list = document.querySelector("tbody")!;
    const names = () => [...list.querySelectorAll("a")].map((link) => link.textContent).join(" ");
    const before = names();
    const observer = new MutationObserver(() => {
      if (names() === before) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => performance.mark("changed");
        port2.postMessage(0);
      });
    });
    observer.observe(list, { subtree: true, childList: true, characterData: true });
  });
  await act();
  await page.waitForFunction(() => performance.getEntriesByName("changed").length > 0);
  return page.evaluate(
    () =>
      performance.getEntriesByName("changed")[0]!.startTime -
      performance.getEntriesByName("acted")[0]!.startTime,
  );
}
