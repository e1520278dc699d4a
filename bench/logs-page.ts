import type { Page } from "playwright-core";
import { launchBrowser } from "../tests/browser/launch-browser";
import { createFunction } from "../tests/program/create-function";
import { startProgram } from "../tests/program/start-program";
import { seedLogs } from "./logs/seed-logs";
import { firstOf, heapMb, noteFirsts, scrollFrames, timeSearch } from "./logs/measure-logs-page";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
}

const functionName = "shop";
const invocations = 100_000;
const logs = `/functions/${functionName}/logs?range=2d`;

/** The Logs page in Chromium on a million lines of 100,000 invocations, in an engine of this machine, against its goals. */
export default async function measure(): Promise<Row[]> {
  const program = await startProgram({ args: ["--no-demo"] });
  const browser = await launchBrowser();
  try {
    await createFunction(program.clients.lambda, functionName, "exports.handler = async () => 1;");
    const { commonTerm, rareTerm } = await seedLogs(program.clients.logs, {
      logGroup: `/aws/lambda/${functionName}`,
      invocations,
      onProgress: (lines) => lines % 100_000 < 10_000 && console.error(`${lines} lines written`),
    });
    const context = await browser.newContext({
      baseURL: new URL(program.link).origin,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(program.link);
    await page.waitForURL((url) => url.pathname !== "/login");
    await noteFirsts(page, {
      there: '[role="radiogroup"][aria-label="Show as"]',
      request: "tbody tr[aria-rowindex]",
      line: ".log-line",
    });
    return [
      ...(await inInvocations(page)),
      ...(await inLines(page, [
        ["common", commonTerm],
        ["one-in-a-million", rareTerm],
      ])),
    ];
  } finally {
    await browser.close();
    await program.stop();
  }
}

async function inInvocations(page: Page): Promise<Row[]> {
  await page.goto(logs);
  const there = await firstOf(page, "there");
  const first = await firstOf(page, "request");
  await page
    .getByText(`${invocations.toLocaleString("en")} requests`)
    .waitFor({ timeout: 120_000 });
  const whole = (await page.evaluate(() => performance.now())) - there;
  const heap = await heapMb(page);
  const { longest, p95 } = await scrollFrames(page, '[aria-label="List of invocations"]', 240);
  return [
    against("Invocations: first rows after the page is there, ms", first - there, 500),
    against(`Invocations: all ${invocations} after that, ms`, whole, 5_000),
    against("Invocations: longest frame while scrolling, ms", longest, 50),
    against("Invocations: p95 frame while scrolling, ms", p95, 50),
    against("Invocations: JavaScript heap with all of them, MB", heap, 150),
  ];
}

async function inLines(page: Page, terms: [name: string, term: string][]): Promise<Row[]> {
  await page.goto(`${logs}&view=lines`);
  const there = await firstOf(page, "there");
  const first = await firstOf(page, "line");
  const before = await heapMb(page);
  for (let more = 0; more < 4; more += 1) await loadOlder(page);
  const { longest, p95 } = await scrollFrames(page, '[role="log"]', 240);
  const result = [
    against("Lines: first rows after the page is there, ms", first - there, 500),
    against("Lines: longest frame while scrolling 25,000, ms", longest, 50),
    against("Lines: p95 frame while scrolling 25,000, ms", p95, 50),
  ];
  for (const [name, term] of terms) {
    await page.getByLabel("CloudWatch filter pattern").first().fill(term);
    const { sign, all } = await timeSearch(page, term);
    result.push(
      against(`Lines: ${name} term, first match or progress, ms`, sign, 1_000),
      against(`Lines: ${name} term, the whole answer, ms`, all, 5_000),
    );
  }
  const more = (await heapMb(page)) - before;
  return [...result, against("Lines: heap after all this, MB more", more, 50)];
}

async function loadOlder(page: Page): Promise<void> {
  await page.locator('[role="log"]').evaluate((element) => (element.scrollTop = 0));
  const button = page.getByRole("button", { name: "Load older" });
  await button.click();
  await page.locator('button:text-is("Load older")[aria-busy]').waitFor({ state: "detached" });
}

/** The floor is the goal: at most it. */
function against(what: string, value: number, goal: number): Row {
  return {
    what,
    value: Math.round(value * 10) / 10,
    floor: "the goal",
    floorValue: goal,
    ratio: Math.round((value / goal) * 100) / 100,
  };
}
