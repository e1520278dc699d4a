import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
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
beforeAll(async () => {
  await createFunction(engineClients().lambda, "connected", "exports.handler = async () => 1;");
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const switcher = () => page.getByRole("button", { name: /^Connection: / });
async function choose(group: string, label: string): Promise<void> {
  await switcher().click();
  const popover = page.getByRole("dialog", { name: "Connections" });
  await popover
    .getByRole("group", { name: group })
    .getByRole("button", { name: label })
    .first()
    .click();
}

test("a custom endpoint is added, used and forgotten", async () => {
  await page.goto("/functions");
  await switcher().click();
  await page.getByRole("button", { name: "Add an endpoint…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an endpoint" });
  await dialog.getByLabel("Name").fill("other-cloud");
  await dialog.getByLabel("URL").fill("ftp://nowhere");
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  await dialog.getByText("An endpoint's URL starts with http:// or https://.").waitFor();
  await dialog.getByLabel("URL").fill(inject("program").engine);
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  await page
    .getByRole("button", { name: /^Connection: Endpoint other-cloud, us-east-1/ })
    .waitFor();
  expect(page.url()).toContain("endpoint");
  await page.getByRole("link", { name: "connected", exact: true }).waitFor();

  await choose("On this machine", "Local engine");
  await page.getByRole("button", { name: /^Connection: Local engine/ }).waitFor();
  await switcher().click();
  await page.getByRole("button", { name: "Forget other-cloud" }).click();
  await page.getByRole("button", { name: "Forget other-cloud" }).waitFor({ state: "hidden" });
});

test("an AWS profile starts read-only; unlocked by its name, it can be changed", async () => {
  await page.goto("/functions");
  await choose("AWS profiles", "team");
  await page.getByRole("button", { name: /^Connection: AWS team, us-east-1/ }).waitFor();
  await page.getByRole("link", { name: "connected", exact: true }).click();
  await page.getByRole("link", { name: "Configuration", exact: true }).click();
  const memory = page.getByLabel("Memory", { exact: true });
  await expectSoon(() => memory.getAttribute("readonly")).not.toBeNull();

  const refused = await page.evaluate(async () => {
    const response = await fetch(
      "/api/functions/connected/configuration?connection=profile:team@us-east-1",
      {
        method: "PATCH",
        headers: { "content-type": "application/json", "x-lambdeck": "1" },
        body: JSON.stringify({ edit: { memoryMb: 192 } }),
      },
    );
    return { status: response.status, body: await response.json() };
  });
  expect(refused).toMatchObject({ status: 403, body: { problem: { kind: "read-only" } } });
  const size = async () =>
    (
      await engineClients().lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: "connected" }),
      )
    ).MemorySize;
  expect(await size()).toBe(128);

  await page.getByRole("button", { name: "Read-only" }).click();
  const dialog = page.getByRole("dialog", { name: "Allow changes on team for 15 min?" });
  await dialog.getByLabel("Connection name: team").fill("tea");
  expect(await dialog.getByRole("button", { name: "Allow changes" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Connection name: team").fill("team");
  await dialog.getByRole("button", { name: "Allow changes" }).click();
  await dialog.waitFor({ state: "hidden" });
  await memory.fill("192");
  await page.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(page, "Change connected?", "Save change");
  await expectSoon(size).toBe(192);

  await page.getByRole("button", { name: /Lock again now/ }).click();
  await page.getByRole("button", { name: "Read-only" }).waitFor();
});

test("credentials that ended say the command that renews them", async () => {
  await page.goto("/functions");
  await choose("AWS profiles", "expired");
  const banner = page
    .getByRole("alert")
    .filter({ hasText: "aws sso login --profile expired" })
    .filter({ has: page.getByRole("button", { name: "Copy command" }) });
  await banner.waitFor();
  await choose("On this machine", "Local engine");
  await page.getByRole("link", { name: "connected", exact: true }).waitFor();
  await banner.waitFor({ state: "hidden" });
});

test("the theme is chosen in the menu and kept", async () => {
  await page.goto("/functions");
  await page.getByRole("link", { name: "connected", exact: true }).waitFor();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const pick = async (theme: string) => {
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitemcheckbox", { name: theme }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "hidden" });
  };
  await pick("Light");
  const light = await background();
  await pick("Dark");
  await expectSoon(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  expect(await background()).toBe(dark);
});

test("no credential reaches the browser", async () => {
  const seen: string[] = [];
  page.on("response", async (response) => {
    seen.push(await response.text().catch(() => ""));
  });
  await page.goto("/functions");
  await choose("AWS profiles", "team");
  await page.getByRole("link", { name: "connected", exact: true }).click();
  await page.getByRole("heading", { name: "connected" }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(seen.length).toBeGreaterThan(5);
  const all = seen.join("\n");
  expect(all).not.toContain("AKIAIOSFODNN7EXAMPLE");
  expect(all).not.toContain("bPxRfiCYEXAMPLEKEY");
  expect(all).not.toContain(inject("program").token);
});
