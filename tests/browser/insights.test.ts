import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction, invoke } from "@/tests/program/create-function";
import {
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "fragile";
let browser: OpenBrowser;
let page: WatchedPage;
const { lambda } = engineClients();
beforeAll(async () => {
  await createFunction(
    lambda,
    name,
    `exports.handler = async (event) => {
      console.log("event:", JSON.stringify(event));
      if (event.fail) pay(event.fail);
    };
    function pay(ms) { throw new RangeError("no reply in " + ms + " ms"); }`,
  );
  await invoke(lambda, name, { fail: 250 });
  await invoke(lambda, name, { fail: 1000 });
  await invoke(lambda, name, { word: "fine" });
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const drawer = (label: RegExp) => page.getByRole("complementary", { name: label });

test("an error is found by kind, its request opened, and its event replayed in the Test page", async () => {
  await page.goto(`/functions/${name}/logs?view=errors`);
  const row = page.getByRole("row", { name: /RangeError/ });
  await row.waitFor();
  expect(await page.getByRole("row").count()).toBe(2);
  expect(await row.getByRole("cell").nth(1).textContent()).toBe("2");
  await row.getByRole("button", { name: /RangeError/ }).click();
  await drawer(/^Error RangeError/)
    .getByText(/pay/)
    .first()
    .waitFor();
  await drawer(/^Error RangeError/)
    .getByRole("button", { name: /^[0-9a-f]{8}$/ })
    .first()
    .click();
  const request = drawer(/^Request /);
  await request.getByText("Same error").waitFor();
  await request.getByRole("button", { name: "Replay event" }).click();
  await page.waitForURL(/\/test/);
  await expectSoon(() => page.locator(".cm-content").first().textContent()).toContain(
    '"fail": 1000',
  );
  expect(page.complaints).toEqual([]);
});

test("a query runs, is sorted and opened; a mistake is told; the query is saved and comes back", async () => {
  const query =
    'filter @message like "event:"\n| parse @message "event: *" as event\n| stats count(*) as n by event';
  await page.goto(`/functions/${name}/logs?view=insights&query=${encodeURIComponent(query)}`);
  const run = page.getByRole("button", { name: "Run query" });
  await run.click();
  const result = page.getByRole("table", { name: "Result" });
  await expectSoon(() => result.getByRole("row").filter({ hasText: "fail" }).count()).toBe(2);
  await page.getByRole("status").getByText("3 matched").waitFor();
  await result.getByRole("button", { name: "event" }).click();
  expect(await result.getByRole("columnheader", { name: "event" }).getAttribute("aria-sort")).toBe(
    "ascending",
  );
  await result.getByRole("row").filter({ hasText: "fine" }).click();
  await drawer(/^Record/)
    .getByText('"word": "fine"')
    .waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Saved queries" }).click();
  await page.getByRole("button", { name: "Save this query..." }).click();
  await page.getByLabel("Name").fill("Events by kind");
  await page.getByRole("radio", { name: "The account" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await page.goto(
    `/functions/${name}/logs?view=insights&query=${encodeURIComponent("fields @message\n| filtre x")}`,
  );
  await run.click();
  await page.getByRole("alert").getByText("The query has a mistake").waitFor();
  await page.getByRole("button", { name: "Saved queries" }).click();
  await page.getByRole("button", { name: "Events by kind", exact: true }).click();
  await expectSoon(() => page.locator(".cm-content").textContent()).toContain("parse @message");
  expect(page.complaints).toEqual([]);
});
