import { type BrowserContext, chromium } from "playwright-core";
import { findBrowser } from "../bin/find-browser.mjs";
import { startProgram } from "../tests/program/start-program";
import { startEmptyApp } from "./pages/empty-app";
import { serveFunctions } from "./pages/many-functions";
import { frameTimeP95, loadPage, type PageLoad, timeToChange } from "./pages/measure-page";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
  goal: string;
}

const rounds = 5;
const row = "tbody tr[aria-rowindex], tbody tr a";

/** What the pages cost in Chromium, beside an empty Next app and beside themselves with a tenth of the functions. */
export default async function measure(): Promise<Row[]> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("no browser found; name one in LAMBDECK_BROWSER");
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
  const empty = await startEmptyApp();
  const few = await startBoard(1_000);
  const many = await startBoard(10_000);
  try {
    const [emptyLoads, fewLoads, manyLoads, functionLoads] = [[], [], [], []] as PageLoad[][];
    const filterMs: number[] = [];
    const sortMs: number[] = [];
    const scrollMs: number[] = [];
    const idleMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const emptyPage = await loadPage(browser, empty.address, "h1");
      emptyLoads!.push(emptyPage.load);
      idleMs.push(await frameTimeP95(emptyPage.page, undefined));
      await emptyPage.page.context().close();
      const fewPage = await loadPage(browser, `${few.address}/functions`, row, few.signIn);
      fewLoads!.push(fewPage.load);
      await fewPage.page.context().close();
      const manyPage = await loadPage(browser, `${many.address}/functions`, row, many.signIn);
      manyLoads!.push(manyPage.load);
      const { page } = manyPage;
      await page.getByPlaceholder("Filter by name").focus();
      filterMs.push(await timeToChange(page, () => page.keyboard.type("7")));
      await page.keyboard.press("Backspace");
      sortMs.push(
        await timeToChange(page, () => page.getByRole("button", { name: "Memory" }).click()),
      );
      scrollMs.push(await frameTimeP95(page, "[data-scroll]"));
      await page.context().close();
      const functionPage = await loadPage(
        browser,
        `${few.address}/functions/service-00001`,
        ".recharts-surface, h2",
        few.signIn,
      );
      functionLoads!.push(functionPage.load);
      await functionPage.page.context().close();
    }
    const emptyScript = median(emptyLoads!.map(({ scriptKb }) => scriptKb));
    const emptyLcp = median(
      emptyLoads!.map(({ largestContentfulPaintMs }) => largestContentfulPaintMs),
    );
    return [
      compare(
        "list: JavaScript, KB gzip",
        manyLoads!.map(({ scriptKb }) => scriptKb),
        "empty Next app",
        emptyScript,
        "<= 1.5",
      ),
      compare(
        "function page with charts: JavaScript, KB gzip",
        functionLoads!.map(({ scriptKb }) => scriptKb),
        "empty Next app",
        emptyScript,
        "<= 3.2",
      ),
      compare(
        "list of 10,000: ms to rows painted",
        manyLoads!.map(({ shownMs }) => shownMs),
        "list of 1,000",
        median(fewLoads!.map(({ shownMs }) => shownMs)),
        "<= 1.3",
      ),
      compare(
        "list: largest contentful paint, ms",
        manyLoads!.map(({ largestContentfulPaintMs }) => largestContentfulPaintMs),
        "empty Next app",
        emptyLcp,
        "<= 2",
      ),
      compare(
        "list of 10,000: p95 frame while scrolling, ms",
        scrollMs,
        "empty page's",
        median(idleMs),
        "<= 1.25",
      ),
      compare(
        "filter 10,000 rows to paint, ms",
        filterMs,
        "a frame at 60 Hz",
        1000 / 60,
        "<= 3 (50 ms)",
      ),
      compare(
        "sort 10,000 rows to paint, ms",
        sortMs,
        "a frame at 60 Hz",
        1000 / 60,
        "<= 3 (50 ms)",
      ),
    ];
  } finally {
    await browser.close();
    empty.stop();
    await Promise.all([few.stop(), many.stop()]);
  }
}

/** The program on an endpoint with this many functions, its list already read once. */
async function startBoard(count: number) {
  const cloud = await serveFunctions(count);
  const program = await startProgram({
    args: ["--no-engine"],
    env: { LAMBDECK_ENDPOINT: cloud.address, LAMBDECK_REGION: "us-east-1" },
  });
  await program.api("/api/functions");
  const { origin } = new URL(program.link);
  return {
    address: origin,
    signIn: async (context: BrowserContext) => {
      const page = await context.newPage();
      await page.goto(program.link);
      await page.waitForURL((url) => url.pathname !== "/login");
      await page.close();
    },
    stop: async () => {
      await program.stop();
      cloud.stop();
    },
  };
}

function compare(
  what: string,
  values: number[],
  floor: string,
  floorValue: number,
  goal: string,
): Row {
  const value = median(values);
  return {
    what,
    value: rounded(value),
    floor,
    floorValue: rounded(floorValue),
    ratio: rounded(value / floorValue),
    goal,
  };
}

function median(values: number[]): number {
  return (
    [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
