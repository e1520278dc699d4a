import {
  AddPermissionCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
} from "./open-browser";
import { chooseSource, drawerOf, loggedBy } from "./trigger-pages";

const name = "queue-reader";
let browser: OpenBrowser;
let queueUrl: string;
beforeAll(async () => {
  const { lambda, sqs } = engineClients();
  await createFunction(
    lambda,
    name,
    "exports.handler = async (e) => { for (const r of e.Records) console.log('read', r.body); return { batchItemFailures: [] }; };",
  );
  const queue = await sqs.send(
    new CreateQueueCommand({ QueueName: "parcels", Attributes: { VisibilityTimeout: "60" } }),
  );
  queueUrl = queue.QueueUrl!;
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const send = (MessageBody: string) =>
  engineClients().sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));

async function waiting(): Promise<number> {
  const { Attributes } = await engineClients().sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

async function mappings() {
  const answer = await engineClients().lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  return answer.EventSourceMappings ?? [];
}

const logged = () => loggedBy(name, "read");

test("a queue is added, feeds the function, is disabled and removed", async () => {
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  const adding = await chooseSource(page, "SQS queue");
  await adding.getByRole("combobox", { name: "Queue" }).selectOption({ label: "parcels" });
  await adding.getByLabel("Batch size").fill("10001");
  await adding
    .getByText(/10,000/)
    .first()
    .waitFor();
  expect(await adding.getByRole("button", { name: "Add trigger…" }).isDisabled()).toBe(true);
  await adding.getByLabel("Batch size").fill("2");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(page, `Let parcels trigger ${name}?`, "Add trigger");

  // The drawer of the new trigger follows it until AWS has enabled it.
  const drawer = drawerOf(page, "parcels");
  await drawer.getByText("Enabled", { exact: true }).waitFor();
  expect(await mappings()).toMatchObject([{ BatchSize: 2, State: "Enabled" }]);
  await send("a parcel");
  await expectSoon(logged).toContain("read a parcel");

  await drawer.getByRole("switch", { name: "Trigger parcels enabled" }).click();
  await confirmDialog(page, "Disable the trigger parcels?", "Disable");
  await drawer.getByText("Disabled", { exact: true }).waitFor();
  await expectSoon(async () => (await mappings())[0]?.State).toBe("Disabled");
  await send("kept back");
  await expectSoon(waiting).toBe(1);

  await drawer.getByRole("button", { name: "Remove…" }).click();
  await confirmDialog(page, "Remove the trigger parcels?", "Remove trigger");
  await expectSoon(async () => (await mappings()).length).toBe(0);
  expect(await logged()).not.toContain("kept back");
  expect(await waiting()).toBe(1);
  expect(page.complaints).toEqual([]);
});

test("a new queue is made on the way", async () => {
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  const adding = await chooseSource(page, "SQS queue");
  await adding.getByRole("radio", { name: "New queue" }).click();
  await adding.getByLabel("Name").fill("letters");
  await adding.getByRole("button", { name: /^Create/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Create/ }).click();
  await dialog.waitFor({ state: "hidden" });
  await expectSoon(() =>
    adding
      .getByRole("combobox", { name: "Queue" })
      .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label),
  ).toBe("letters");
});

test("fifty messages from the page run three at a time, and off is told when it is", async () => {
  const { lambda, sqs } = engineClients();
  await createFunction(
    lambda,
    "slow-reader",
    "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60, { batchItemFailures: [] }));",
  );
  await sqs.send(
    new CreateQueueCommand({ QueueName: "crates", Attributes: { VisibilityTimeout: "60" } }),
  );
  const page = await browser.newPage();
  await page.goto("/functions/slow-reader/triggers");
  const adding = await chooseSource(page, "SQS queue");
  await adding.getByRole("combobox", { name: "Queue" }).selectOption({ label: "crates" });
  await adding.getByLabel("Batch size").fill("1");
  await adding.getByLabel("Maximum concurrency").fill("3");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(page, "Let crates trigger slow-reader?", "Add trigger");

  const drawer = drawerOf(page, "crates");
  await drawer.getByText("Enabled", { exact: true }).waitFor();
  await drawer.getByLabel("How many").fill("50");
  await drawer.getByRole("button", { name: "Send 50 messages" }).click();
  const travel = drawer.getByRole("region", { name: "On its way" });
  await expectSoon(() => travel.getByLabel("Done", { exact: true }).innerText()).toBe("50");
  const most = Number(await travel.getByLabel("Most at a time").innerText());
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(3);
  expect(await travel.getByRole("link").count()).toBeGreaterThan(0);

  await drawer.getByRole("switch", { name: "Trigger crates enabled" }).click();
  await confirmDialog(page, "Disable the trigger crates?", "Disable");
  await drawer.getByText(/^Really off since \d\d:\d\d:\d\d$/).waitFor();
  const answer = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: "slow-reader" }),
  );
  expect(answer.EventSourceMappings).toMatchObject([
    { State: "Disabled", ScalingConfig: { MaximumConcurrency: 3 } },
  ]);
  expect(page.complaints).toEqual([]);
});

test("a schedule is added, with its next ten times", async () => {
  const page = await browser.newPage({ timezoneId: "Asia/Tokyo" });
  await page.goto(`/functions/${name}/triggers`);
  const adding = await chooseSource(page, "Schedule");
  await adding.getByLabel("Name", { exact: true }).fill("office-hours");
  await adding.getByLabel("When", { exact: true }).fill("cron(0 9 ? * 8 *)");
  await adding.getByText(/^Day of week: 8 cannot be/).waitFor();
  expect(await adding.getByRole("button", { name: "Add trigger…" }).isDisabled()).toBe(true);
  await adding.getByLabel("When", { exact: true }).fill("cron(0 9 ? * MON-FRI *)");
  await adding.getByLabel("Time zone").fill("Europe/Berlin");
  const times = adding.getByRole("region", { name: "Next times" });
  expect(await times.getByRole("listitem").count()).toBe(10);
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(page, `Let office-hours trigger ${name}?`, "Add trigger");
  const drawer = drawerOf(page, "office-hours");
  await drawer.getByRole("switch", { name: "Trigger office-hours enabled" }).click();
  await confirmDialog(page, "Disable the trigger office-hours?", "Disable");
  await drawer.getByText("Disabled", { exact: true }).waitFor();
  await drawer.getByRole("button", { name: "Remove…" }).click();
  await confirmDialog(page, "Remove the trigger office-hours?", "Remove trigger");
  await drawer.waitFor({ state: "hidden" });
  expect(page.complaints).toEqual([]);
});

test("a bucket's notification is added beside another, which stays", async () => {
  const { lambda, s3 } = engineClients();
  const Bucket = "warehouse-photos";
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { FunctionArn } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "greeter" }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "greeter",
      StatementId: "photos",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${Bucket}`,
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            Id: "theirs",
            LambdaFunctionArn: FunctionArn,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "raw/" }] } },
          },
        ],
      },
    }),
  );
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  const adding = await chooseSource(page, "S3 bucket");
  await adding.getByRole("combobox", { name: "Bucket" }).selectOption({ label: Bucket });
  await adding.getByLabel("Keys that begin with").fill("raw/2027/");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  const dialog = page.getByRole("dialog", { name: `Let ${Bucket} trigger ${name}?` });
  await dialog.getByRole("button", { name: "Add trigger", exact: true }).click();
  await dialog.getByText(/tells .*greeter of s3:ObjectCreated:\* already/).waitFor();
  await page.keyboard.press("Escape");
  await adding.getByLabel("Keys that begin with").fill("small/");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(page, `Let ${Bucket} trigger ${name}?`, "Add trigger");
  await drawerOf(page, Bucket).waitFor();
  const { LambdaFunctionConfigurations } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  expect(LambdaFunctionConfigurations).toMatchObject([
    { Id: "theirs", LambdaFunctionArn: FunctionArn },
    { Id: name },
  ]);
  // The refused request is an answer that browsers report.
  expect(page.complaints.filter((said) => !said.includes("400"))).toEqual([]);
});

test("a filter says which events it lets through, and which field does not fit", async () => {
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  const adding = await chooseSource(page, "EventBridge rule");
  await adding.getByLabel("Event pattern").fill('{ "source": ["com.acme.shop"] }');
  const workbench = adding.getByRole("region", { name: "Filter workbench" });
  await workbench.getByText("EventBridge", { exact: true }).waitFor();
  await workbench.getByLabel("An event of your own").fill('{ "source": "other" }');
  await workbench.getByText("Your event does not pass").waitFor();
  await workbench.getByText(/is "other", wanted/).waitFor();
  await workbench.getByLabel("An event of your own").fill('{ "source": "com.acme.shop" }');
  await workbench.getByText("Your event passes").waitFor();
  expect(page.complaints).toEqual([]);
});
