import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { launchBrowser } from "./launch-browser";
import { expectSoon, openBrowser, type OpenBrowser, type WatchedPage } from "./open-browser";

let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const row = (name: string) => page.getByRole("row").filter({ has: page.getByText(name) });
const names = () =>
  page.getByRole("table", { name: "Functions" }).getByRole("link").allTextContents();

test("the printed link leads to the functions, without its token staying in the address", async () => {
  const { link, token } = inject("program");
  const other = await launchBrowser();
  const fresh = await (await other.newContext()).newPage();
  await fresh.goto(link);
  await fresh.getByRole("heading", { name: "Functions" }).waitFor();
  await fresh.getByRole("link", { name: "greeter", exact: true }).waitFor();
  expect(fresh.url()).not.toContain(token);
  await other.close();
});

test("a row shows what the function is and what it did", async () => {
  await page.goto("/functions");
  await row("payments").getByText("256").waitFor();
  await expectSoon(() => row("payments").textContent()).toMatch(/Node/i);
  expect(page.complaints).toEqual([]);
});

test("filter and sort, kept in the address", async () => {
  await page.goto("/functions");
  await page.getByRole("link", { name: "payments" }).waitFor();
  await page.getByLabel("Filter by name").fill("report");
  await expectSoon(names).toEqual(["report-builder"]);
  await expectSoon(() => page.url()).toContain("report");
  await page.reload();
  await expectSoon(names).toEqual(["report-builder"]);

  await page.getByLabel("Filter by name").fill("no such function");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expectSoon(async () => (await names()).length).toBeGreaterThanOrEqual(3);

  const nameHead = page.getByRole("columnheader", { name: "Name" }).getByRole("button");
  await expectSoon(async () => (await names()).join()).toMatch(/greeter.*payments.*report-builder/);
  await nameHead.click();
  await expectSoon(async () => (await names()).join()).toMatch(/report-builder.*payments.*greeter/);
  await expectSoon(() =>
    page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort"),
  ).toBe("descending");
});

test("filters by runtime are chips that go away again", async () => {
  await page.goto("/functions");
  await page.getByRole("link", { name: "payments" }).waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("dialog", { name: "Add a filter" }).getByLabel("nodejs20.x").check();
  await page.keyboard.press("Escape");
  await expectSoon(names).toEqual(["report-builder"]);
  await page.getByRole("button", { name: "Remove the filter runtime" }).click();
  await expectSoon(async () => (await names()).length).toBeGreaterThanOrEqual(3);
});

test("J, K and Enter open a function, / goes to the filter", async () => {
  await page.goto("/functions");
  await page.getByRole("link", { name: "payments" }).waitFor();
  await expectSoon(async () => {
    await page.keyboard.press("/");
    return page.getByLabel("Filter by name").evaluate((field) => field === document.activeElement);
  }).toBe(true);
  await page.keyboard.type("greeter");
  await expectSoon(names).toEqual(["greeter"]);
  await expectSoon(() => page.url()).toContain("greeter");
  await page.getByRole("heading", { name: "Functions" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/functions\/greeter/);
  await page.getByRole("heading", { name: "greeter" }).waitFor();
});

test("the palette finds a function and goes there", async () => {
  await page.goto("/functions");
  await page.getByRole("link", { name: "payments" }).waitFor();
  await page.keyboard.press("Control+K");
  await page.getByRole("dialog").getByRole("combobox").fill("report");
  await page
    .getByRole("option", { name: /report-builder/ })
    .first()
    .click();
  await page.waitForURL(/\/functions\/report-builder/);
});

test("the overview paints its charts from what CloudWatch has, also as a table", async () => {
  await page.goto("/functions/greeter");
  await expectSoon(() =>
    page.locator(".chart-grid .recharts-surface path[d]").count(),
  ).toBeGreaterThan(0);
  await expectSoon(async () => {
    const box = await page.locator(".chart-grid .recharts-surface").first().boundingBox();
    return (box?.width ?? 0) * (box?.height ?? 0);
  }).toBeGreaterThan(20_000);
  await page.getByRole("button", { name: "View as table" }).first().click();
  await page.locator(".chart-grid table").first().waitFor();
  await page
    .getByText(/greeting/)
    .or(page.getByText("Recent invocations"))
    .first()
    .waitFor();
  expect(page.complaints).toEqual([]);
});

test("the tabs lead to every page of the function", async () => {
  await page.goto("/functions/greeter");
  const tabs = page.getByRole("navigation", { name: "Pages of greeter" });
  for (const [label, path] of [
    ["Test", "test"],
    ["Concurrency", "concurrency"],
    ["Triggers", "triggers"],
    ["Configuration", "configuration"],
    ["Code", "code"],
    ["Logs", "logs"],
    ["Versions", "versions"],
  ] as const) {
    await tabs.getByRole("link", { name: label, exact: true }).click();
    await page.waitForURL(`**/functions/greeter/${path}`);
    await expectSoon(() =>
      tabs.getByRole("link", { name: label, exact: true }).getAttribute("aria-current"),
    ).toBe("page");
  }
  expect(page.complaints).toEqual([]);
});

test("an address that no page has is said so, within the dashboard", async () => {
  await page.goto("/functions/hello/nowhere");
  await page.getByText("There is no page at this address").waitFor();
  await page.getByRole("link", { name: "All functions" }).click();
  await page.getByRole("link", { name: "hello", exact: true }).first().waitFor();
  expect(page.complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
});

test("a function that does not exist is said so", async () => {
  await page.goto("/functions/nobody");
  await page
    .getByText(/not found|does not exist|no function/i)
    .first()
    .waitFor();
});
