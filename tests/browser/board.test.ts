import {
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction, invoke } from "@/tests/program/create-function";
import { readMetricSum } from "@/tests/program/read-metric";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
} from "./open-browser";

const crowded = "crowded";
const keyed = "keyed";
const limit = 20;
/** At once: just as many as may run, so that nothing of them is throttled. */
const calls = limit;
const { lambda, cloudwatch } = engineClients();

let browser: OpenBrowser;
let firstBurst: Promise<number>;
let burstMs = 0;
beforeAll(async () => {
  browser = await openBrowser();
  // Long enough that all calls of a burst are under way together, however busy the machine.
  const slow = "exports.handler = () => new Promise((done) => setTimeout(done, 3000));";
  await createFunction(lambda, crowded, slow, { Timeout: 20 });
  await createFunction(lambda, keyed, "exports.handler = async () => 1;");
  await reserve(crowded, limit);
  await reserve(keyed, 10);
  // In one minute of the metrics.
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < 15_000) await new Promise((over) => setTimeout(over, leftMs));
  burstMs = Date.now();
  firstBurst = sendBurst();
}, 120_000);
afterAll(() => browser?.close());

const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
const reserved = async (FunctionName: string) =>
  (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
    .ReservedConcurrentExecutions;

/** All calls at once; gives how many were throttled. */
async function sendBurst(): Promise<number> {
  const answers = await Promise.allSettled(
    Array.from({ length: calls }, () => invoke(lambda, crowded)),
  );
  return answers.filter(({ status }) => status === "rejected").length;
}

const valueOf = (slider: Locator) => async () => Number(await slider.getAttribute("aria-valuenow"));

test("a handle is moved, typed, reset, undone and taken away with the keyboard alone", async () => {
  const page = await browser.newPage();
  await page.goto("/concurrency?window=3h");
  const handle = page.getByRole("slider", { name: `${keyed} reserved`, exact: true });
  await handle.waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await handle.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  const press = async (key: string, value: number) => {
    await page.keyboard.press(key);
    await expectSoon(valueOf(handle)).toBe(value);
  };
  await press("ArrowRight", 11);
  await press("Shift+ArrowRight", 21);
  await press("ArrowLeft", 20);
  await expectSoon(() => handle.getAttribute("aria-valuetext")).toMatch(
    /^reserved 20, was 10, predicted throttles 0 per day$/,
  );
  await press("Home", 0);
  await press("0", 10);
  await page.keyboard.press("Enter");
  await page.keyboard.type("5000");
  await page.getByRole("alert").filter({ hasText: "AWS keeps" }).waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("42");
  await press("Enter", 42);
  // A move that has not come to rest is taken back with Esc.
  await press("ArrowRight", 43);
  await press("Escape", 42);
  const plan = page.getByRole("complementary", { name: "Plan" });
  await plan.getByText("42", { exact: true }).waitFor();
  await press("Control+z", 10);
  await press("Control+Shift+Z", 42);
  await page.keyboard.press("Delete");
  await expectSoon(() => handle.getAttribute("aria-valuetext")).toMatch(/^no reservation, was 10/);
  // Other files' functions may have reservations too.
  const lanes = await page.getByRole("slider", { name: / reserved$/ }).all();
  const names = await Promise.all(lanes.map((one) => one.getAttribute("aria-label")));
  const above = names[names.indexOf(`${keyed} reserved`) - 1];
  expect(above).toBeDefined();
  await page.keyboard.press("ArrowUp");
  await expectSoon(() =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
  ).toBe(above);
  expect(await reserved(keyed)).toBe(10);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test("a slice is dragged from 20 to 3: the throttles come as predicted, and undo restores it", async () => {
  expect(await firstBurst).toBe(0);
  // The board replays whole minutes, so that of the burst must be over.
  await new Promise((over) => setTimeout(over, 62_000 - (burstMs % 60_000)));
  const page = await browser.newPage();
  await page.goto("/concurrency?window=3h");
  const slice = page.getByRole("slider", { name: `${crowded} reserved, in the account pool` });
  await expectSoon(() => slice.getAttribute("aria-valuetext")).toMatch(/throttles 0 per day/);
  const pool = page.getByRole("region", { name: "Account pool" }).locator("svg").last();
  const [bar, at] = [(await pool.boundingBox())!, (await slice.boundingBox())!];
  const fromX = at.x + at.width / 2;
  const y = at.y + at.height / 2;
  await page.mouse.move(fromX, y);
  await page.mouse.down();
  await page.mouse.move(fromX - 5, y);
  await page.mouse.move(fromX - Math.round(((limit - 3) / 1000) * bar.width), y, { steps: 5 });
  // While it is still held, both pictures of the limit say what it would do.
  await expectSoon(valueOf(slice)).toBe(3);
  const lane = page.getByRole("slider", { name: `${crowded} reserved`, exact: true });
  await expectSoon(() => lane.getAttribute("aria-valuetext")).toMatch(
    /^reserved 3, was 20, predicted throttles [1-9]/,
  );
  await page.mouse.up();

  await page.getByRole("button", { name: new RegExp(`^${crowded}, how it was computed`) }).click();
  const simulated = page.getByRole("status", { name: "Exact simulation" });
  await expectSoon(() => simulated.textContent()).toMatch(/Throttles/);
  const range = (await simulated.locator("dd").nth(1).textContent()) ?? "";
  const [low, high] = range.split(" to ").map(Number);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

  const before = await readMetricSum(cloudwatch, crowded, "Throttles");
  const plan = page.getByRole("complementary", { name: "Plan" });
  await plan.getByRole("button", { name: /^Apply 1 change/ }).click();
  await confirmDialog(page, /^Apply 1 change/, "Apply 1 change");
  await expectSoon(() => reserved(crowded)).toBe(3);
  await expectSoon(() => plan.textContent()).toMatch(/Done/);

  const refused = await sendBurst();
  const measured = (await readMetricSum(cloudwatch, crowded, "Throttles")) - before;
  expect(measured).toBe(refused);
  expect(measured, range).toBeGreaterThanOrEqual(low ?? Number.NaN);
  expect(measured, range).toBeLessThanOrEqual(high ?? Number.NaN);

  await plan.getByRole("button", { name: "Undo all" }).click();
  await expectSoon(() => reserved(crowded)).toBe(limit);
  expect(page.complaints).toEqual([]);
  await page.context().close();
}, 180_000);

test("who held a throttled minute is ranked", async () => {
  const page = await browser.newPage();
  await page.goto("/concurrency?window=3h&view=timeline");
  const throttled = page.getByRole("region", { name: "Throttled" }).getByRole("slider");
  await throttled.waitFor();
  await throttled.focus();
  // The minutes of this file are the newest.
  await expectSoon(async () => {
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    return (await page.getByRole("region", { name: "Holders" }).textContent()) ?? "";
  }).toContain(crowded);
  await page.context().close();
});
