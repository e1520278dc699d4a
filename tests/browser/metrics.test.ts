import { readFileSync } from "node:fs";
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFunction, invoke } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";

const name = "measured";
let browser: OpenBrowser;
let page: WatchedPage;
beforeAll(async () => {
  const { lambda } = engineClients();
  await createFunction(
    lambda,
    name,
    "exports.handler = async ({ fail }) => { if (fail) throw new Error('no'); };",
  );
  for (const fail of [false, true, false]) await invoke(lambda, name, { fail });
  browser = await openBrowser();
});
beforeEach(async () => {
  page = await browser.newPage();
});
afterAll(() => browser?.close());

const chart = (title: string) => page.getByRole("region", { name: title, exact: true });
const range = () => new URL(page.url()).searchParams.get("range");

test("charts: figures, table, CSV, comparison, zoom and back", async () => {
  await page.goto(`/functions/${name}?range=15m`);
  await chart("Invocations").locator("svg.recharts-surface").waitFor();
  await expectSoon(() => chart("Invocations").locator("dl").textContent()).toMatch(
    /ok\s*2.*errors\s*1.*throttles\s*0/,
  );
  await page
    .getByRole("region", { name: "What to look at" })
    .getByText(/1 of 3/)
    .waitFor();

  await chart("Invocations").getByRole("button", { name: "View as table" }).click();
  await chart("Invocations").getByRole("table").waitFor();
  await chart("Invocations").getByRole("button", { name: "View as chart" }).click();

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  const csv = readFileSync(await (await saving).path(), "utf8");
  expect(csv).toMatch(/^time,complete,/);
  expect(csv).toContain("Error rate: errors (ratio)");

  await page.getByLabel("Compare").selectOption("period");
  await expectSoon(() => page.url()).toContain("compare=period");

  const box = (await chart("Duration").getByRole("slider").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expectSoon(range).toContain("..");
  await page.keyboard.press("z");
  await expectSoon(range).toBe("15m");
  expect(page.complaints).toEqual([]);
});

test("an alarm is set on a chart, is drawn with its state, deleted and brought back", async () => {
  // A try before this one may have left it; deleting what is not there is an error.
  await engineClients()
    .cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [`${name} quiet`] }))
    .catch(() => undefined);
  await page.goto(`/functions/${name}?range=15m`);
  await chart("Errors and throttles")
    .getByRole("button", { name: "More about Errors and throttles" })
    .click();
  await page.getByRole("menuitem", { name: "Set alarm…" }).click();
  const dialog = page.getByRole("dialog", { name: "New alarm" });
  await dialog.getByText(/Would have fired|There is no data/).waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill(`${name} quiet`);
  await dialog.getByRole("textbox", { name: "Threshold" }).fill("0.5");
  await dialog.getByLabel("Missing data").selectOption("breaching");
  await dialog.getByRole("button", { name: "Create…" }).click();
  await confirmDialog(page, `Create the alarm ${name} quiet?`, "Create alarm");

  const onEngine = async () =>
    (
      await engineClients().cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [`${name} quiet`] }),
      )
    ).MetricAlarms?.[0];
  await expectSoon(async () => (await onEngine())?.Threshold).toBe(0.5);
  // The engine looks at it at the next whole minute and will find the same.
  await engineClients().cloudwatch.send(
    new SetAlarmStateCommand({
      AlarmName: `${name} quiet`,
      StateValue: "ALARM",
      StateReason: "No data came",
    }),
  );
  await page.reload();
  const alarms = page.getByRole("table", { name: "Alarms" });
  await expectSoon(() => alarms.textContent()).toMatch(/In alarm.*measured quiet.*> 0\.5/);
  await chart("Errors and throttles")
    .getByText(/measured quiet > 0.5 per 5.min: In alarm/)
    .waitFor();

  await alarms.getByRole("button", { name: `Delete ${name} quiet` }).click();
  await confirmDialog(page, `Delete the alarm ${name} quiet?`, "Delete alarm");
  await expectSoon(onEngine).toBeUndefined();
  await page.getByRole("button", { name: "Undo" }).click();
  await expectSoon(async () => (await onEngine())?.Threshold).toBe(0.5);
  expect(page.complaints).toEqual([]);
});

test("functions side by side, from the list's selection", async () => {
  await page.goto("/functions");
  await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("checkbox", { name: "Select greeter" }).check();
  await page.getByRole("link", { name: "Compare metrics" }).click();
  await page.waitForURL(/\/metrics\?functions=/);
  await expectSoon(() => chart("Requests").locator("dl").textContent()).toMatch(
    /greeter.*measured|measured.*greeter/,
  );
  await page.getByRole("button", { name: "Leave out greeter" }).click();
  await expectSoon(() => new URL(page.url()).searchParams.get("functions")).toBe(name);
  expect(page.complaints).toEqual([]);
});
