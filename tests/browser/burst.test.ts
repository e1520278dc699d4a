import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "burst-target";
let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  const { lambda } = engineClients();
  await createFunction(
    lambda,
    name,
    "exports.handler = () => new Promise((done) => setTimeout(done, 1000));",
  );
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 3 }),
  );
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
  await page.goto(`/functions/${name}/test`);
});

const form = () => page.getByRole("region", { name: "Load", exact: true });
const result = () => page.getByRole("region", { name: "Load result" });

async function openBurst(): Promise<void> {
  await page.getByRole("radio", { name: "Burst" }).click();
  await form().waitFor();
}

test("twenty calls at once against three reserved: how many were refused, why, and what to do", async () => {
  await openBurst();
  expect(new URL(page.url()).pathname).toBe(`/functions/${name}/test`);
  await form().getByLabel("preset").selectOption("20 at once");
  expect(await form().getByLabel("Calls", { exact: true }).inputValue()).toBe("20");
  await page.keyboard.press("Control+Enter");
  await result().getByText("Done").waitFor();
  await result().getByText("17 calls were refused: 20 at once, 3 reserved.").waitFor();
  const row = result().getByRole("row", { name: /Throttled/ });
  expect(await row.textContent()).toMatch(/17\s*85/);
  await page.getByRole("img", { name: /Latency per call.*Throttled 17/ }).waitFor();
  await page.getByRole("img", { name: /at most 20 at once, 3 reserved, 17 refused/ }).waitFor();
  const link = result().getByRole("link", { name: "Change the limit" });
  expect(await link.getAttribute("href")).toContain(`/functions/${name}/concurrency`);

  const saved = page.waitForEvent("download");
  await result().getByRole("button", { name: "CSV" }).click();
  expect((await saved).suggestedFilename()).toBe(`${name}-calls.csv`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(page.complaints).toEqual([]);
});

test("a run goes on while the single call is looked at, and Esc stops it", async () => {
  await openBurst();
  await form().getByLabel("Traffic").selectOption({ label: "Callers for a time" });
  await form().getByLabel("At the same time").fill("2");
  await form().getByRole("button", { name: "Run" }).click();
  await result().getByText("Running").waitFor();
  await page.getByRole("radio", { name: "Single" }).click();
  await page.getByRole("region", { name: "Event" }).waitFor();
  await openBurst();
  await result().getByText("Running").waitFor();
  await page.keyboard.press("Escape");
  await result().getByText("Stopped").waitFor();
  await form().getByRole("button", { name: "Run again" }).waitFor();
});

test("a number out of range says which are allowed, and nothing can be sent", async () => {
  await openBurst();
  await form().getByLabel("At the same time").fill("5000");
  await form().getByRole("alert").getByText("whole number from 1 to 1,000").waitFor();
  expect(await form().getByRole("button", { name: "Run" }).isDisabled()).toBe(true);
  await form().getByLabel("At the same time").fill("5");
  await expectSoon(() => form().getByRole("button", { name: "Run" }).isEnabled()).toBe(true);
});

test("on a real account the cost is told and agreed to first", async () => {
  await page.goto(`/functions/${name}/test?mode=burst&connection=profile:team@us-east-1`);
  await form().waitFor();
  expect(await form().getByRole("button", { name: /^Run/ }).getAttribute("aria-disabled")).toBe(
    "true",
  );
  await form()
    .getByText(/about \$[\d.]+ at .* a call/)
    .waitFor();
});

test.each([390, 1024])(
  "at a width of %d nothing is cut off or lies on something else",
  async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await openBurst();
    await form().getByLabel("preset").selectOption("20 at once");
    await form().getByRole("button", { name: "Run" }).click();
    await result().getByText("Done").waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    const parts = await page.evaluate(() =>
      ["Load", "Calls", "Load result"].map((label) => {
        const part = document.querySelector(`section[aria-label="${label}"]`)!;
        return { height: part.clientHeight, needed: part.scrollHeight };
      }),
    );
    if (width === 390)
      for (const { height, needed } of parts) expect(needed).toBeLessThanOrEqual(height + 1);
  },
);
