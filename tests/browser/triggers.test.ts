import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
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

async function logged(): Promise<string> {
  const { events = [] } = await engineClients().logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: "read" }),
  );
  return events.map(({ message }) => message).join("");
}

test("a queue is added, feeds the function, is disabled and removed", async () => {
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/triggers`);
  await page.getByRole("button", { name: "Add trigger" }).first().click();
  const adding = page.getByRole("complementary", { name: "Add trigger" });
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
  const drawer = page.getByRole("complementary", { name: "Trigger parcels" });
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
  await page.getByRole("button", { name: "Add trigger" }).first().click();
  const adding = page.getByRole("complementary", { name: "Add trigger" });
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
