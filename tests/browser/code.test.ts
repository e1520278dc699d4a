import { readFileSync } from "node:fs";
import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { zipFiles } from "@/lib/engine/testing/zip-files";
import { createFunction, invoke } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

let browser: OpenBrowser;
let page: WatchedPage;
const { lambda } = engineClients();
beforeAll(async () => {
  await createFunction(lambda, "coded", "exports.handler = async () => 'version one';");
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const zip = (files: Record<string, string>) => ({
  name: "code.zip",
  mimeType: "application/zip",
  buffer: Buffer.from(zipFiles(files)),
});

test("the code is shown and downloaded as it was deployed", async () => {
  await page.goto("/functions/coded/code");
  await page.getByRole("navigation", { name: "Files" }).getByText("index.js").waitFor();
  await expectSoon(() => page.locator("main").textContent()).toContain("version one");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download zip" }).click();
  const file = unzipSync(readFileSync(await (await download).path()));
  expect(strFromU8(file["index.js"]!)).toContain("version one");
  expect(page.complaints).toEqual([]);
});

test("what is no zip is refused; a zip replaces the code, which then runs", async () => {
  await page.goto("/functions/coded/code");
  await page.getByRole("button", { name: "Replace code…" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace the code of coded" });
  await dialog.getByLabel("Zip file").setInputFiles({
    name: "code.zip",
    mimeType: "application/zip",
    buffer: Buffer.from("no zip at all"),
  });
  await dialog.getByRole("alert").filter({ hasText: /zip/i }).waitFor();
  expect(await dialog.getByRole("button", { name: "Replace code" }).isDisabled()).toBe(true);

  await dialog
    .getByLabel("Zip file")
    .setInputFiles(zip({ "index.js": "exports.handler = async () => 'version two';" }));
  await dialog.getByText("cannot be undone").waitFor();
  await confirmDialog(page, "Replace the code of coded", "Replace code");
  await expectSoon(async () => (await invoke(lambda, "coded")).value).toBe("version two");
  await expectSoon(() => page.locator("main").textContent()).toContain("version two");
});

test("a new function from a zip, and deleting it by its typed name", async () => {
  await page.goto("/functions");
  await page.getByRole("button", { name: "New function" }).click();
  const dialog = page.getByRole("dialog", { name: "New function" });
  await dialog.getByLabel("Name", { exact: true }).fill("from-zip");
  await dialog.getByLabel("Memory").fill("320");
  await dialog.getByRole("radio", { name: "Zip or folder" }).click();
  await dialog
    .getByLabel("Zip file")
    .setInputFiles(zip({ "index.mjs": "export const handler = async () => 'made here';" }));
  await dialog.getByRole("button", { name: "Create function" }).click();
  await page.waitForURL(/\/functions\/from-zip/);
  await expectSoon(async () =>
    invoke(lambda, "from-zip").then(
      ({ value }) => value,
      () => undefined,
    ),
  ).toBe("made here");
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: "from-zip" }));
  expect(Configuration?.MemorySize).toBe(320);

  await page.getByRole("button", { name: "More about this function" }).click();
  await page.getByRole("menuitem", { name: "Delete function..." }).click();
  const deletion = page.getByRole("dialog", { name: "Delete from-zip?" });
  const confirm = deletion.getByRole("button", { name: "Delete function" });
  await deletion.getByLabel("Type from-zip to confirm").fill("from-zi");
  expect(await confirm.isDisabled()).toBe(true);
  await deletion.getByLabel("Type from-zip to confirm").fill("from-zip");
  await confirm.click();
  await page.waitForURL(/\/functions(\?|$)/);
  await expect(
    lambda.send(new GetFunctionCommand({ FunctionName: "from-zip" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await page.getByRole("link", { name: "coded" }).waitFor();
  await page.getByRole("link", { name: "from-zip" }).waitFor({ state: "hidden" });
});
