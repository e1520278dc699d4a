import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
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

const name = "limited";
let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  await createFunction(engineClients().lambda, name, "exports.handler = async () => 1;");
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const reserved = async () => {
  const answer = await engineClients().lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName: name }),
  );
  return answer.ReservedConcurrentExecutions;
};

test("reserved concurrency: the range is enforced before saving; set to 5, then cleared", async () => {
  await page.goto(`/functions/${name}/concurrency`);
  const section = page.getByRole("region", { name: "Reserved concurrency", exact: true });
  await section.getByRole("switch").click();
  const field = section.getByRole("textbox", { name: "Reserved concurrency" });
  await field.fill("901");
  await section.getByRole("alert").filter({ hasText: /900/ }).waitFor();
  expect(await section.getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);

  await field.fill("5");
  await section.getByRole("button", { name: "Save…" }).click();
  const title = `Change the reserved concurrency of ${name}?`;
  await expectSoon(() => page.getByRole("dialog", { name: title }).textContent()).toMatch(
    /none.*5/s,
  );
  expect(await reserved()).toBeUndefined();
  await confirmDialog(page, title, "Save");
  await expectSoon(reserved).toBe(5);
  await page.reload();
  await expectSoon(() => field.inputValue()).toBe("5");

  await section.getByRole("switch").click();
  await section.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(page, title, "Save");
  await expectSoon(reserved).toBeUndefined();
  expect(page.complaints).toEqual([]);
});

test("a version, an alias on it, provisioned concurrency until it is ready, then weights", async () => {
  await page.goto(`/functions/${name}/versions`);
  await page.getByRole("button", { name: "Publish version" }).click();
  const publish = page.getByRole("dialog", { name: `Publish a version of ${name}?` });
  await publish.getByLabel("Description").fill("the first");
  await publish.getByRole("button", { name: "Publish version" }).click();
  await publish.waitFor({ state: "hidden" });
  await page.getByRole("table", { name: "Versions" }).getByText("the first").waitFor();

  await page.getByRole("button", { name: "Create alias" }).click();
  const alias = page.getByRole("dialog", { name: `New alias of ${name}` });
  await alias.getByLabel("Name").fill("live");
  await alias.getByLabel("Version", { exact: true }).selectOption("1");
  await alias.locator("button[type=submit]").click();
  await confirmDialog(page, "Create the alias live?", "Create alias");
  await page.getByRole("table", { name: "Aliases" }).getByRole("link", { name: "live" }).waitFor();

  await page.goto(`/functions/${name}/concurrency`);
  const section = page.getByRole("region", { name: "Provisioned concurrency", exact: true });
  await section.getByRole("button", { name: "Add", exact: true }).click();
  await section.getByLabel("Alias or version").selectOption("live");
  await section.getByRole("textbox", { name: "Provisioned concurrency" }).fill("2");
  await section.getByRole("button", { name: "Add…" }).click();
  await confirmDialog(page, "Change the provisioned concurrency of live?", "Save");
  const status = async () => {
    const { Status } = await engineClients().lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier: "live" }),
    );
    return Status;
  };
  await expectSoon(status).toBe("READY");
  await expectSoon(() => section.textContent()).toMatch(/ready/i);

  await page.goto(`/functions/${name}/versions`);
  await page.getByRole("button", { name: "Publish version" }).waitFor();
  expect(page.complaints).toEqual([]);
});

test("an alias sends a share of its calls to a second version", async () => {
  const { lambda } = engineClients();
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: "second" }),
  );
  await expectSoon(() =>
    lambda.send(new PublishVersionCommand({ FunctionName: name })).then(
      ({ Version }) => Version,
      () => undefined,
    ),
  ).toBe("2");
  await page.goto(`/functions/${name}/versions`);
  await page.getByRole("button", { name: "Edit live" }).click();
  const dialog = page.getByRole("dialog", { name: "Alias live" });
  await dialog.getByLabel("Second version", { exact: true }).selectOption("2");
  await dialog.getByRole("textbox", { name: "Share of v2" }).fill("10");
  await dialog.locator("button[type=submit]").click();
  await confirmDialog(page, "Change the alias live?", "Save");
  await expectSoon(async () => {
    const alias = await lambda.send(new GetAliasCommand({ FunctionName: name, Name: "live" }));
    return alias.RoutingConfig?.AdditionalVersionWeights;
  }).toEqual({ 2: 0.1 });
  await expectSoon(() => page.getByRole("table", { name: "Aliases" }).textContent()).toMatch(
    /90.*10/,
  );
});
