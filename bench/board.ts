import type { BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "../tests/browser/launch-browser";
import { startProgram } from "../tests/program/start-program";
import { serveFunctions } from "./pages/many-functions";
import { dragAnswers, placeOf } from "./pages/measure-drag";
import { scriptMsOf } from "./pages/measure-use";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
  goal: string;
}

const functions = 200;
const moves = 120;
const lanePx = 16;
const poolPx = 2;
const frameMs = 1000 / 60;
const lane = "service-00000";

/**
 * How soon the concurrency board answers while a limit is dragged, with 200 functions and 7 days of minutes; beside a
 * bare element that follows the pointer, and beside a frame.
 */
export default async function measure(): Promise<Row[]> {
  const browser = await launchBrowser();
  const cloud = await serveFunctions(functions, { everyMinute: true });
  const program = await startProgram({
    args: ["--no-engine"],
    env: { LAMBDECK_ENDPOINT: cloud.address, LAMBDECK_REGION: "us-east-1" },
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const bare = await measureBare(await context.newPage());
    const page = await openBoard(context, program.link);
    const inLane = page.getByRole("slider", { name: `${lane} reserved`, exact: true });
    const inPool = page.getByRole("slider", { name: `${lane} reserved, in the account pool` });
    const answer = `li[aria-label="${lane}"]`;
    // Each move is more than one unit of the scale, so that each has an answer.
    const laneAnswers = await dragAnswers(page, inLane, answer, moves, lanePx);
    await rest(page);
    const poolAnswers = await dragAnswers(page, inPool, answer, moves, poolPx);
    await rest(page);
    const laneScript = await scriptOfDrag(page, inLane, lanePx);
    await rest(page);
    const poolScript = await scriptOfDrag(page, inPool, poolPx);
    const frame = ["a frame at 60 Hz", frameMs] as const;
    const answers = (what: string, times: readonly number[]) =>
      [0.5, 0.95].flatMap((part) => {
        const named = `${what}: move to painted answer, p${part * 100} ms`;
        const follows = quantile(bare, part);
        return [
          row(named, quantile(times, part), ...frame, "<= 3 (50 ms)"),
          row("  the same", quantile(times, part), "a bare element follows", follows, "-"),
        ];
      });
    return [
      ...answers("drag in a lane", laneAnswers),
      ...answers("drag in the pool", poolAnswers),
      row("drag in a lane: script a move, ms", laneScript, ...frame, "<= 1 (16 ms)"),
      row("drag in the pool: script a move, ms", poolScript, ...frame, "<= 1 (16 ms)"),
    ];
  } finally {
    await browser.close();
    await program.stop();
    cloud.stop();
  }
}

/** What any answer takes at least: an element that is moved by its listener and nothing else. */
async function measureBare(page: Page): Promise<number[]> {
  await page.setContent(
    '<ul><li><b style="position:absolute;left:200px;top:100px">1</b></li></ul>',
  );
  await page.evaluate(() => {
    const handle = document.querySelector("b")!;
    document.addEventListener("pointermove", ({ clientX }) => {
      handle.style.transform = `translateX(${clientX}px)`;
    });
  });
  const answers = await dragAnswers(page, page.locator("b"), "li", moves, 4);
  await page.close();
  return answers;
}

/** Opens the board and waits until every function is predicted and nothing is computed any more. */
async function openBoard(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL((url) => url.pathname !== "/login");
  await page.goto(new URL("/concurrency?window=7d", link).href);
  await page.getByText("Reading the traffic").waitFor({ timeout: 60_000 });
  await page.getByText("Reading the traffic").waitFor({ state: "detached", timeout: 600_000 });
  await page
    .getByRole("button", { name: new RegExp(`^${lane}, how it was computed`) })
    .waitFor({ timeout: 300_000 });
  await page.waitForTimeout(20_000);
  await rest(page);
  return page;
}

async function scriptOfDrag(
  page: Page,
  handle: ReturnType<Page["getByRole"]>,
  stepPx: number,
): Promise<number> {
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + 14];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const script = await scriptMsOf(page, moves, (move) =>
    page.mouse.move(x + placeOf(move + 1) * stepPx, y),
  );
  await page.mouse.up();
  return script;
}

async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(3_000);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

function row(what: string, value: number, floor: string, floorValue: number, goal: string): Row {
  const rounded = (number: number) => Math.round(number * 100) / 100;
  return {
    what,
    value: rounded(value),
    floor,
    floorValue: rounded(floorValue),
    ratio: rounded(value / floorValue),
    goal,
  };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
