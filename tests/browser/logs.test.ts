import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFunction, invoke } from "@/tests/program/create-function";
import {
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "chatty";
let browser: OpenBrowser;
let page: WatchedPage;
const { lambda } = engineClients();
beforeAll(async () => {
  await createFunction(
    lambda,
    name,
    `exports.handler = async ({ word, fail }) => {
      console.log("the word is", word);
      console.error("a complaint about", word);
      if (fail) throw new Error("broken " + word);
    };`,
  );
  await invoke(lambda, name, { word: "apple" });
  await invoke(lambda, name, { word: "pear" });
  await invoke(lambda, name, { word: "plum", fail: true });
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const lines = () => page.getByRole("log", { name: "Log lines" });
const search = async (pattern: string) => {
  await page.getByLabel("CloudWatch filter pattern", { exact: true }).fill(pattern);
  await page.keyboard.press("Enter");
};
const requests = () => page.getByRole("row").filter({ has: page.getByRole("cell") });

test("requests with their outcome, searched and picked out; one opens with its lines", async () => {
  await page.goto(`/functions/${name}/logs`);
  await expectSoon(() => requests().filter({ hasText: /ms/ }).count()).toBe(3);
  await page.getByText("3 requests").waitFor();
  await page.getByRole("img", { name: /^3 requests by time and duration/ }).waitFor();
  await search("plum");
  await expectSoon(() => requests().filter({ hasText: /ms/ }).count()).toBe(1);
  await requests().filter({ hasText: /ms/ }).first().click();
  const drawer = page.getByRole("complementary", { name: /^Request / });
  await drawer.getByText("the word is plum").waitFor();
  await expectSoon(() => drawer.textContent()).toMatch(/broken plum/);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await search("");
  await page.getByRole("button", { name: /^Errors/ }).click();
  await page.getByText("1 of 3 requests").waitFor();
  expect(page.complaints).toEqual([]);
});

test("lines searched with a CloudWatch pattern; one opens with what stands around it, and has a link", async () => {
  await page.goto(`/functions/${name}/logs?view=lines`);
  await lines().getByText("the word is apple").waitFor();
  await search('"the word" -apple');
  await lines().getByText("the word is apple").waitFor({ state: "hidden" });
  expect(page.url()).toContain("filter=");
  await lines().getByText("the word is pear").click();
  const drawer = page.getByRole("complementary", { name: "Line" });
  await drawer
    .getByRole("region", { name: "Around it in its stream" })
    .getByText("a complaint about pear")
    .waitFor();
  await page.reload();
  await drawer.getByText("a complaint about pear").waitFor();
  await page.keyboard.press("Escape");
  await search("nobodysaidthis");
  await page.getByText("Nothing matches").waitFor();
});

test("live tail shows a line that comes now, and counts lines while it is paused", async () => {
  await page.goto(`/functions/${name}/logs?view=lines`);
  await lines().getByText("the word is apple").waitFor();
  await page.getByRole("switch", { name: "Live tail" }).click();
  await page.getByText("connected").waitFor();
  await invoke(lambda, name, { word: "just-now" });
  await lines().getByText("the word is just-now").waitFor();
  await page.getByRole("button", { name: /^Pause/ }).click();
  await invoke(lambda, name, { word: "while-paused" });
  await page.getByRole("button", { name: /\d new lines/ }).click();
  await lines().getByText("the word is while-paused").waitFor();
  await page.getByRole("switch", { name: "Live tail" }).click();
  expect(page.complaints).toEqual([]);
});

test("any log group is found from the Logs page", async () => {
  await page.goto("/logs");
  await page
    .getByRole("button", { name: `/aws/lambda/${name}` })
    .first()
    .click();
  await page.getByRole("radio", { name: "Lines" }).click();
  await lines().getByText("the word is pear").waitFor();
});
