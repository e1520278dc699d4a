import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "tested";
const path = `/functions/${name}/test`;
let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  await createFunction(
    engineClients().lambda,
    name,
    `exports.handler = async (event) => {
      console.log("got", event.key1 ?? event.word ?? "something");
      if (event.fail) throw new RangeError("asked to fail");
      return { records: event.Records?.length ?? 0, word: event.word };
    };`,
    { MemorySize: 192 },
  );
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
  await page.goto(path);
});

const editor = () => page.getByRole("textbox", { name: "Event JSON" });
const result = () => page.getByRole("region", { name: "Result" });
const history = () => page.getByRole("region", { name: "History" });
const invokeButton = () => page.getByRole("button", { name: "Invoke" });

/** Again when the plain text area was just being replaced by the editor. */
async function write(text: string): Promise<void> {
  await expectSoon(async () => {
    await editor().click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
    return editor().evaluate((element) =>
      element instanceof HTMLTextAreaElement ? "not loaded yet" : element.textContent,
    );
  }).toBe(text);
}

test("a sample event, invoked: parsed figures, response and log tail", async () => {
  await page.getByRole("region", { name: "Templates" }).getByLabel("Find source").fill("SQS");
  await page
    .getByRole("region", { name: "Templates" })
    .getByRole("button", { name: /SQS/ })
    .first()
    .click();
  await expectSoon(() => editor().textContent()).toContain("Records");
  await invokeButton().click();
  await result().getByText("Succeeded").waitFor();
  await expectSoon(() => result().getByRole("region", { name: "Time" }).textContent()).toMatch(
    /Handler.*ms.*Billed.*ms.*\$/s,
  );
  expect(await result().getByRole("region", { name: "Memory" }).textContent()).toContain("192");
  expect(await result().getByRole("region", { name: "Response" }).textContent()).toMatch(
    /"records": [1-9]/,
  );
  const tail = result().getByRole("region", { name: "Log", exact: true });
  for (const text of ["START", "got something", "REPORT"])
    await tail.getByText(text, { exact: false }).first().waitFor();
  expect(page.complaints).toEqual([]);
});

test("an error shows its type, message and stack", async () => {
  await write('{"fail": true}');
  await invokeButton().click();
  const error = result().getByRole("region", { name: "Error" });
  await error.getByRole("heading", { name: "RangeError" }).waitFor();
  expect(await error.textContent()).toContain("asked to fail");
  expect(await error.textContent()).toContain("index.js");
});

test("invalid JSON is refused before it is sent, with its place", async () => {
  await write('{"word": "tree",}');
  await page
    .getByRole("status")
    .filter({ hasText: /Line 1, column \d+/ })
    .waitFor();
  expect(await invokeButton().isDisabled()).toBe(true);
  await page.keyboard.press("Control+Enter");
  await page.getByText("No answer yet").waitFor();
  await write('{"word": "tree"}');
  await page.getByText("Valid event").waitFor();
  expect(await invokeButton().isEnabled()).toBe(true);
});

test("the history keeps event and answer, sends again and compares", async () => {
  await write('{"word": "first"}');
  await page.keyboard.press("Control+Enter");
  await expectSoon(() => result().textContent()).toContain('"word": "first"');
  await write('{"word": "second"}');
  await page.keyboard.press("Control+Enter");
  await expectSoon(() => result().textContent()).toContain('"word": "second"');

  await page.reload();
  const entries = history().getByRole("listitem");
  await expectSoon(() => entries.count()).toBeGreaterThanOrEqual(2);
  const count = await entries.count();
  await entries.nth(1).getByRole("button").first().click();
  await expectSoon(() => result().textContent()).toContain('"word": "first"');
  await history().getByRole("button", { name: "Replay" }).click();
  await expectSoon(() => entries.count()).toBe(count + 1);
  await expectSoon(() => result().textContent()).toContain('"word": "first"');

  await entries.nth(1).getByRole("button").first().click();
  await history().getByRole("button", { name: "Diff" }).click();
  const diff = page.getByRole("dialog", { name: "Compare two calls" });
  await diff.getByText(/lines differ/).waitFor();
  expect(await diff.textContent()).toContain('"word": "first"');
  await page.keyboard.press("Escape");
  await diff.waitFor({ state: "hidden" });
});

test("an event is saved under a name and is there the next time", async () => {
  await write('{"word": "kept"}');
  await page.getByRole("button", { name: "Save event" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this event" });
  await dialog.getByLabel("Name").fill("My order");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.reload();
  await page
    .getByRole("region", { name: "Templates" })
    .getByRole("button", { name: "My order", exact: true })
    .click();
  await expectSoon(() => editor().textContent()).toContain('{"word": "kept"}');

  await page.getByRole("button", { name: "More about My order" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "My order", exact: true }).waitFor({ state: "hidden" });
});

test("an asynchronous call and a dry run say what AWS said", async () => {
  await page.getByRole("radio", { name: "Asynchronous" }).click();
  await write('{"word": "later"}');
  await invokeButton().click();
  await result().getByText("HTTP 202").waitFor();
  await page.getByRole("radio", { name: "Dry run" }).click();
  await invokeButton().click();
  await result().getByText("HTTP 204").waitFor();
});
