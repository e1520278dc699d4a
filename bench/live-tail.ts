import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Page } from "playwright-core";
import { launchBrowser } from "../tests/browser/launch-browser";
import { enginePid } from "../tests/program/processes";
import { startProgram } from "../tests/program/start-program";
import { writeSteadily } from "../tests/program/write-steadily";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
}

const logGroup = "/bench/steady";
const stream = "steady";
const linesPerSecond = 500;
const seconds = 60;
const count = linesPerSecond * seconds;
/** The engine is killed then; the program starts it again. */
const killedAfterSeconds = 40;

/** Live tail in Chromium: 500 lines a second for a minute, the engine killed on the way. */
export default async function measure(): Promise<Row[]> {
  const program = await startProgram({ args: ["--no-demo"] });
  const browser = await launchBrowser();
  try {
    const { logs } = program.clients;
    await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName: stream }));
    const context = await browser.newContext({ baseURL: new URL(program.link).origin });
    const page = await context.newPage();
    await page.goto(program.link);
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.goto(`/logs?group=${encodeURIComponent(logGroup)}&view=lines`);
    await page.getByRole("switch", { name: "Live tail" }).click();
    await page.getByText("connected").waitFor();
    await page.evaluate(noteLastLine);
    const [written] = await Promise.all([
      writeSteadily(program, { logGroup, stream, linesPerSecond, count }),
      setTimeout(killedAfterSeconds * 1_000).then(() =>
        process.kill(enginePid(program.homeDir), "SIGKILL"),
      ),
    ]);
    await page.getByText(`line ${count - 1}`, { exact: true }).waitFor({ timeout: 30_000 });
    const seen = await page.evaluate(() => window.seenLines);
    const killed = killedAfterSeconds * linesPerSecond;
    const lags = seen
      .filter(([line]) => line < killed - linesPerSecond)
      .map(([line, atMs]) => atMs - written[line]!)
      .sort((a, b) => a - b);
    const shown = await exported(page);
    const outOfOrder = shown.filter((line, at) => at > 0 && line !== shown[at - 1]! + 1).length;
    return [
      against("lines that reached the page", shown.length, count),
      against(
        "lines twice or lost",
        shown.length - new Set(shown).size + count - new Set(shown).size,
        0,
      ),
      against("places where the order is not as written", outOfOrder, 0),
      against("lag before the restart, median, ms", lags[Math.floor(lags.length / 2)] ?? 0, 2_000),
      against("lag before the restart, worst, ms", lags.at(-1) ?? 0, 2_000),
    ];
  } finally {
    await browser.close();
    await program.stop();
  }
}

declare global {
  interface Window {
    /** When each line was the last on the page, in time of day. */
    seenLines: [line: number, atMs: number][];
  }
}

function noteLastLine(): void {
  window.seenLines = [];
  const look = () => {
    const last = [...document.querySelectorAll(".log-line .log-message")].at(-1)?.textContent ?? "";
    const line = Number(/^line (\d+)$/.exec(last)?.[1]);
    if (Number.isInteger(line) && window.seenLines.at(-1)?.[0] !== line)
      window.seenLines.push([line, Date.now()]);
    requestAnimationFrame(look);
  };
  look();
}

/** The numbers of all lines the page holds, from its own export. */
async function exported(page: Page): Promise<number[]> {
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /^Text/ }).click();
  const text = readFileSync(await (await file).path(), "utf8");
  return [...text.matchAll(/ line (\d+)$/gm)].map(([, number]) => Number(number));
}

/** The floor is the goal. */
function against(what: string, value: number, goal: number): Row {
  const ratio = goal === 0 ? (value === 0 ? 1 : Infinity) : Math.round((value / goal) * 100) / 100;
  return { what, value: Math.round(value), floor: "the goal", floorValue: goal, ratio };
}
