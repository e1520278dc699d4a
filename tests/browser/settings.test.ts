import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "adjusted";
let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  await createFunction(engineClients().lambda, name, "exports.handler = async () => 1;", {
    Environment: { Variables: { COLOUR: "green" } },
    Tags: { team: "one" },
  });
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const configuration = () =>
  engineClients().lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
const memory = () => page.getByLabel("Memory", { exact: true });

test("memory: 127 is refused with the range, 256 goes old -> new, is journalled and undone", async () => {
  await page.goto(`/functions/${name}/configuration`);
  await memory().fill("127");
  await page.getByRole("alert").filter({ hasText: /128/ }).waitFor();
  const save = page.getByRole("button", { name: "Save…" });
  expect(await save.isDisabled()).toBe(true);

  await memory().fill("256");
  await save.click();
  const dialog = page.getByRole("dialog", { name: `Change ${name}?` });
  await expectSoon(() => dialog.textContent()).toMatch(/Memory\s*128\sMB.*256\sMB/s);
  expect((await configuration()).MemorySize).toBe(128);
  await confirmDialog(page, `Change ${name}?`, "Save change");
  await expectSoon(async () => (await configuration()).MemorySize).toBe(256);
  // The page follows AWS until the change has settled.
  await page.getByRole("toolbar", { name: "Unsaved changes" }).waitFor({ state: "hidden" });
  await expectSoon(() => memory().inputValue()).toBe("256");

  await page.goto(`/activity?function=${name}`);
  const changes = page.getByRole("table", { name: "Changes" });
  await expectSoon(() => changes.textContent()).toMatch(/128.*256/);
  await changes
    .getByRole("button", { name: /^Undo:/ })
    .first()
    .click();
  const undo = page.getByRole("dialog", { name: /^Undo/ });
  await expectSoon(() => undo.textContent()).toMatch(/256.*128/s);
  await confirmDialog(page, /^Undo/, "Undo the change");
  await expectSoon(async () => (await configuration()).MemorySize).toBe(128);
  await changes.getByText("Undone").waitFor();
  await page.goto(`/functions/${name}/configuration`);
  await expectSoon(() => memory().inputValue()).toBe("128");
  expect(page.complaints).toEqual([]);
});

test("environment variables: hidden until asked for, changed, added and removed together", async () => {
  await page.goto(`/functions/${name}/configuration`);
  const variables = page.getByRole("group", { name: "Environment variables" });
  await variables.getByText("COLOUR", { exact: true }).waitFor();
  expect(await page.content()).not.toContain("green");
  await page.getByRole("button", { name: "Show values" }).click();
  await expectSoon(() => page.getByLabel("Value of COLOUR").inputValue()).toBe("green");
  await page.getByLabel("Value of COLOUR").fill("blue");
  await page.getByRole("button", { name: "Add variable" }).click();
  await page.getByLabel("Name of the new variable").fill("SHAPE");
  await page.getByLabel("Value of SHAPE").fill("dodecagon");
  await page.getByRole("button", { name: "Save…" }).click();
  const dialog = page.getByRole("dialog", { name: `Change ${name}?` });
  await dialog.waitFor();
  await confirmDialog(page, `Change ${name}?`, "Save 2 changes");
  await expectSoon(async () => (await configuration()).Environment?.Variables).toEqual({
    COLOUR: "blue",
    SHAPE: "dodecagon",
  });
  await page.goto(`/activity?function=${name}`);
  await page.getByRole("table", { name: "Changes" }).waitFor();
  expect(await page.content()).not.toContain("dodecagon");
});

test("tags", async () => {
  await page.goto(`/functions/${name}`);
  await page.getByRole("button", { name: "More about this function" }).click();
  await page.getByRole("menuitem", { name: "Edit tags..." }).click();
  const dialog = page.getByRole("dialog", { name: `Tags of ${name}` });
  await dialog.getByLabel("Value of team").fill("two");
  await dialog.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(page, `Change the tags of ${name}?`, "Save tags");
  const { Tags } = await engineClients().lambda.send(
    new GetFunctionCommand({ FunctionName: name }),
  );
  expect(Tags).toEqual({ team: "two" });
});

test("a change that someone else made meanwhile is not overwritten", async () => {
  await page.goto(`/functions/${name}/configuration`);
  await page.getByLabel("Description").fill("mine");
  await engineClients().lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 44 }),
  );
  await page.getByRole("button", { name: "Save…" }).click();
  const dialog = page.getByRole("dialog", { name: `Change ${name}?` });
  await dialog.getByRole("button", { name: "Save change" }).click();
  await dialog
    .getByText(/changed|RevisionId|revision/i)
    .first()
    .waitFor();
  expect((await configuration()).Description).toBe("");
});
