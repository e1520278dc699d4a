import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
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
import { recordTraffic } from "./record-traffic";

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

const reserved = async (functionName = name) => {
  const answer = await engineClients().lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName: functionName }),
  );
  return answer.ReservedConcurrentExecutions;
};
const part = (label: string) => page.getByRole("region", { name: label, exact: true });

/** From the choice on the page to AWS: into the plan, and the plan applied. */
async function planAndApply(expected: RegExp) {
  await page.getByRole("button", { name: "Add to plan" }).click();
  const plan = page.getByRole("complementary", { name: "Plan" });
  await plan.getByRole("button", { name: /^Apply 1 change to / }).click();
  const dialog = page.getByRole("dialog", { name: /^Apply 1 change to / });
  await expectSoon(() => dialog.textContent()).toMatch(expected);
  await confirmDialog(page, /^Apply 1 change to /, "Apply 1 change");
  return plan;
}

test("reserved concurrency: the range is enforced before planning; set to 5, then cleared", async () => {
  await page.goto(`/functions/${name}/concurrency`);
  const section = part("Reserved concurrency");
  await section.getByRole("switch").click();
  const field = section.getByRole("textbox", { name: "Reserved concurrency" });
  await field.fill("901");
  await section.getByRole("alert").filter({ hasText: /900/ }).waitFor();
  expect(await page.getByRole("button", { name: "Add to plan" }).isDisabled()).toBe(true);

  await field.fill("5");
  expect(await reserved()).toBeUndefined();
  await planAndApply(/none.*5/s);
  await expectSoon(reserved).toBe(5);
  await page.reload();
  await expectSoon(() => field.inputValue()).toBe("5");

  await section.getByRole("switch").click();
  await planAndApply(/5.*none/s);
  await expectSoon(reserved).toBeUndefined();
  expect(page.complaints).toEqual([]);
});

test("a running function is stopped at once, whatever is planned", async () => {
  await page.goto(`/functions/${name}/concurrency`);
  await page.getByRole("button", { name: "Stop function" }).click();
  await confirmDialog(page, `Stop ${name}?`, "Stop function");
  await expectSoon(reserved).toBe(0);
  await page.getByText("The function is stopped").waitFor();
  await part("Reserved concurrency").getByRole("switch").click();
  await planAndApply(/0 \(stopped\).*none/s);
  await expectSoon(reserved).toBeUndefined();
});

test("the reserved line is dragged on the chart, moved with keys, planned, applied and undone", async () => {
  const dragged = "dragged";
  const { lambda } = engineClients();
  await createFunction(lambda, dragged, "exports.handler = async () => 1;");
  await lambda.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: dragged,
      ReservedConcurrentExecutions: 20,
    }),
  );
  await recordTraffic(page, dragged, 30, 20);
  await page.goto(`/functions/${dragged}/concurrency`);
  const grip = page.getByRole("slider", { name: "Reserved concurrency" });
  const value = async () => Number(await grip.getAttribute("aria-valuenow"));
  const throttles = async () => {
    const row = page.getByRole("row", { name: /^Throttles per day/ });
    const [, now, after] = await row
      .getByRole("cell")
      .or(row.getByRole("rowheader"))
      .allTextContents();
    return [now, after].map((text) => Number.parseFloat((text ?? "").replaceAll(",", "")));
  };
  await expectSoon(value).toBe(20);
  const [before = 0, same] = await throttles();
  expect(before).toBeGreaterThan(0);
  expect(same).toBe(before);

  const box = await grip.boundingBox();
  const [x, y] = [box!.x + box!.width / 2, box!.y + box!.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 20);
  await page.mouse.move(x, y - 40);
  expect(await value()).toBeGreaterThan(20);
  await page.keyboard.press("Escape");
  expect(await value()).toBe(20);
  await page.mouse.up();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 30);
  await page.mouse.move(x, y - 50);
  await page.mouse.up();
  const higher = await value();
  expect(higher).toBeGreaterThan(20);
  expect(await grip.getAttribute("aria-valuetext")).toMatch(/^reserved \d+, predicted throttles/);
  const field = part("Reserved concurrency").getByRole("textbox");
  expect(await field.inputValue()).toBe(String(higher));
  expect((await throttles())[1]).toBeLessThan(before);
  await page.getByText(/Simulated exactly/).waitFor();

  await grip.press("ArrowDown");
  await grip.press("Shift+ArrowUp");
  expect(await value()).toBe(higher + 9);
  await grip.press("Home");
  expect(await value()).toBe(0);
  await grip.press("End");
  expect(await value()).toBe(900);
  await grip.press("0");
  expect(await value()).toBe(20);

  await page.getByRole("button", { name: /^Use \d+$/ }).click();
  expect(await value()).toBeGreaterThan(29);
  await page.getByRole("button", { name: "Choose 30", exact: true }).click();
  expect(await value()).toBe(30);
  expect(await reserved(dragged)).toBe(20);
  await grip.press("p");
  const plan = page.getByRole("complementary", { name: "Plan" });
  await expectSoon(() => plan.textContent()).toMatch(/Reserved.*20.*30.*Throttles per day/s);
  await plan.getByRole("button", { name: /^Apply 1 change to / }).click();
  await confirmDialog(page, /^Apply 1 change to /, "Apply 1 change");
  await expectSoon(() => reserved(dragged)).toBe(30);
  await plan.getByRole("button", { name: "Undo all" }).click();
  await expectSoon(() => reserved(dragged)).toBe(20);
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

  await recordTraffic(page, name, 12, 900);
  await page.goto(`/functions/${name}/concurrency`);
  const section = part("Provisioned concurrency");
  await section.getByRole("button", { name: "Add", exact: true }).click();
  await section.getByLabel("Alias or version").selectOption("live");
  await section.getByRole("textbox", { name: "Provisioned concurrency" }).fill("2");
  await section.locator("button[type=submit]").click();
  const grip = page.getByRole("slider", { name: "Provisioned concurrency" });
  await expectSoon(() => grip.getAttribute("aria-valuenow")).toBe("2");
  await planAndApply(/none.*2/s);
  const status = async () => {
    const { Status } = await engineClients().lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier: "live" }),
    );
    return Status;
  };
  await expectSoon(status).toBe("READY");
  await page.getByRole("button", { name: "Close the plan" }).click();
  await expectSoon(() => section.textContent()).toMatch(/2 of 2 ready/);

  await section.getByRole("button", { name: /By the clock or by use/ }).click();
  const timetable = page.getByRole("dialog", { name: new RegExp(`${name}:live`) });
  await timetable.getByRole("radio", { name: "Terraform" }).click();
  await timetable.getByText("aws_appautoscaling_target").first().waitFor();
  await page.keyboard.press("Escape");

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
