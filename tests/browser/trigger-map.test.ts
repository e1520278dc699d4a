import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  GetPolicyCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
  type WatchedPage,
} from "./open-browser";
import { arnOf, drawerOf, nodeOf } from "./trigger-pages";

const name = "mapped";
let browser: OpenBrowser;

/** A queue, a rule that is off, a permission that nothing uses, and a place for failures. */
beforeAll(async () => {
  const { lambda, sqs, events } = engineClients();
  await createFunction(lambda, name, "exports.handler = async () => ({ batchItemFailures: [] });");
  for (const QueueName of ["mapped-in", "mapped-failed"])
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "60" } }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: arnOf("sqs", "mapped-in"),
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  );
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: name,
      DestinationConfig: { OnFailure: { Destination: arnOf("sqs", "mapped-failed") } },
    }),
  );
  await events.send(
    new PutRuleCommand({
      Name: "mapped-nightly",
      ScheduleExpression: "rate(1 day)",
      State: "DISABLED",
    }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: "mapped-nightly",
      Targets: [{ Id: "t", Arn: arnOf("lambda", `function:${name}`) }],
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "left-over",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: arnOf("events", "rule/mapped-long-gone"),
    }),
  );
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function violationsOf(page: WatchedPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
  );
}

const focused = (page: WatchedPage) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.split(",")[0]);

test("the map shows sources, function and destinations, and is walked with the keyboard", async () => {
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  const queue = nodeOf(page, "mapped-in");
  await queue.waitFor();
  await expectSoon(() => queue.getAttribute("aria-label")).toMatch(/SQS.*max 2.*needs attention/);
  expect(await nodeOf(page, "mapped-nightly").getAttribute("aria-label")).toMatch(/Disabled.*off/);
  await nodeOf(page, "mapped-failed").waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await queue.focus();
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("mapped-nightly");
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).toBe("mapped-failed");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("complementary", { name: "Destination mapped-failed" });
  await drawer.getByText("Events of asynchronous calls that failed").waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });

  await nodeOf(page, "mapped-nightly").click();
  const rule = drawerOf(page, "mapped-nightly");
  const schedule = rule.getByRole("textbox", { name: "Schedule", exact: true });
  expect(await schedule.inputValue()).toBe("rate(1 day)");
  expect(await violationsOf(page)).toEqual([]);
  expect(page.complaints).toEqual([]);
});

test("what is missing is added and what is left over is removed, each with one button", async () => {
  const page = await browser.newPage();
  const policy = async () => {
    const { Policy } = await engineClients()
      .lambda.send(new GetPolicyCommand({ FunctionName: name }))
      .catch(() => ({ Policy: "" }));
    return Policy ?? "";
  };
  await page.goto(`/functions/${name}/triggers`);
  await nodeOf(page, "mapped-long-gone").click();
  const left = drawerOf(page, "mapped-long-gone");
  await left.getByRole("button", { name: "Remove the permission" }).click();
  await confirmDialog(page, "Remove the permission?", "Remove permission");
  await expectSoon(policy).not.toContain("left-over");
  await nodeOf(page, "mapped-long-gone").waitFor({ state: "hidden" });

  await nodeOf(page, "mapped-nightly").click();
  const rule = drawerOf(page, "mapped-nightly");
  await rule.getByRole("button", { name: "Add the permission" }).click();
  await confirmDialog(page, `Let mapped-nightly call ${name}?`, "Add permission");
  await rule.getByText(/The function's policy lets it in/).waitFor();
  expect(await policy()).toContain("rule/mapped-nightly");
});

test("the triggers of the account are found, filtered and opened", async () => {
  const page = await browser.newPage();
  await page.goto("/functions");
  await page.getByRole("heading", { name: "Functions" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  const table = page.getByRole("table", { name: "Triggers" });
  await table.getByText("mapped-nightly").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("/");
  await page.keyboard.type("mapped");
  await page
    .getByRole("group", { name: "State" })
    .getByRole("button", { name: /^Disabled/ })
    .click();
  await expectSoon(() => table.getByRole("row").count()).toBe(2);
  await expectSoon(() => new URL(page.url()).search).toMatch(/q=mapped&state=Disabled/);
  await table.getByRole("link", { name }).click();
  await drawerOf(page, "mapped-nightly").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/functions/${name}/triggers`);
  expect(page.complaints).toEqual([]);
});

test("a phone lists what the map draws", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(`/functions/${name}/triggers`);
  const list = page.getByRole("list", { name: "Triggers" });
  await list.getByRole("button", { name: /mapped-in/ }).waitFor();
  await page
    .getByRole("list", { name: "Destinations" })
    .getByRole("button", { name: /mapped-failed/ })
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
});
