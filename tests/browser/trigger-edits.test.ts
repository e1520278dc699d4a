import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
} from "./open-browser";
import { arnOf, drawerOf, loggedBy, nodeOf } from "./trigger-pages";

const name = "edited";
const url = `/functions/${name}/triggers`;
const lostArn = arnOf("sqs", "edited-lost");
let browser: OpenBrowser;
let queueUrl: string;

/** A queue, a topic and a stream that call the function, each as AWS sets it where nothing is said. */
beforeAll(async () => {
  const { lambda, sqs, sns, kinesis } = engineClients();
  const [queue] = await Promise.all([
    sqs.send(
      new CreateQueueCommand({ QueueName: "edited-in", Attributes: { VisibilityTimeout: "60" } }),
    ),
    sqs.send(new CreateQueueCommand({ QueueName: "edited-lost" })),
    sns.send(new CreateTopicCommand({ Name: "edited-news" })),
    kinesis.send(new CreateStreamCommand({ StreamName: "edited-clicks", ShardCount: 1 })),
    createFunction(
      lambda,
      name,
      `exports.handler = async ({ Records }) => {
        for (const one of Records) console.log("got", one.body ?? one.Sns?.Message);
        return { batchItemFailures: [] };
      };`,
    ),
  ]);
  queueUrl = queue.QueueUrl!;
  const stream = arnOf("kinesis", "stream/edited-clicks");
  await Promise.all([
    lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: name,
        EventSourceArn: arnOf("sqs", "edited-in"),
      }),
    ),
    lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: name,
        EventSourceArn: stream,
        StartingPosition: "LATEST",
      }),
    ),
    lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: "news",
        Action: "lambda:InvokeFunction",
        Principal: "sns.amazonaws.com",
        SourceArn: arnOf("sns", "edited-news"),
      }),
    ),
    sns.send(
      new SubscribeCommand({
        TopicArn: arnOf("sns", "edited-news"),
        Protocol: "lambda",
        Endpoint: arnOf("lambda", `function:${name}`),
      }),
    ),
  ]);
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const logged = () => loggedBy(name, "got");

async function mappingOf(source: string) {
  const { EventSourceMappings = [] } = await engineClients().lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  return EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn?.endsWith(source));
}

test("a queue's batch and filter are edited, a refused value names its range, and nothing typed is lost", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await nodeOf(page, "edited-in").click();
  const drawer = drawerOf(page, "edited-in");
  const save = drawer.getByRole("button", { name: "Save…" });
  await drawer.getByLabel("Batch size").fill("20");
  // Closed too early: the focus is back where it was, and opened again it still stands there.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await drawer
    .getByText("A batch of more than 10 messages needs a window of at least 1 s.")
    .waitFor();
  await drawer.getByLabel("Batch window").fill("301");
  await drawer.getByText("Batch window must be a whole number from 0 to 300 s.").waitFor();
  expect(await save.isDisabled()).toBe(true);
  expect(await drawer.getByLabel("Batch size").inputValue()).toBe("20");
  await drawer.getByLabel("Batch window").fill("1");
  await drawer.getByRole("button", { name: "Add filter" }).click();
  await drawer.getByLabel("Filter 1", { exact: true }).fill('{ "body": { "kind": ["good"] } }');
  await save.click();
  await confirmDialog(page, "Change the trigger edited-in?", "Save");
  await drawer.getByText("Enabled", { exact: true }).waitFor();
  expect(await mappingOf("edited-in")).toMatchObject({
    BatchSize: 20,
    MaximumBatchingWindowInSeconds: 1,
    FilterCriteria: { Filters: [{ Pattern: '{ "body": { "kind": ["good"] } }' }] },
  });
  await engineClients().sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: ["bad", "good"].map((kind) => ({ Id: kind, MessageBody: JSON.stringify({ kind }) })),
    }),
  );
  await expectSoon(logged).toContain('{"kind":"good"}');
  expect(await logged()).not.toContain("bad");
  expect(page.complaints).toEqual([]);
});

test("a topic's filter policy is edited and lets through what fits it", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await nodeOf(page, "edited-news").click();
  const drawer = drawerOf(page, "edited-news");
  await drawer.getByLabel("Filter policy").fill('{ "size": [');
  await drawer.getByText(/not valid JSON/).waitFor();
  expect(await drawer.getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);
  await drawer.getByLabel("Filter policy").fill('{ "size": ["big"] }');
  await drawer.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(page, "Change the trigger edited-news?", "Save");
  await drawer.getByRole("button", { name: "Remove…" }).waitFor();

  const publish = async (message: string, size: string) => {
    await drawer.getByLabel("Message", { exact: true }).fill(message);
    await drawer.getByLabel("Value of attribute 1").fill(size);
    await drawer.getByRole("button", { name: "Send the message" }).click();
    await drawer.getByLabel("Sent", { exact: true }).waitFor();
  };
  // What is offered to be sent fits the new policy.
  await expectSoon(() => drawer.getByLabel("Value of attribute 1").inputValue()).toBe("big");
  await publish("a mouse", "small");
  await publish("an elephant", "big");
  await expectSoon(logged).toContain("an elephant");
  expect(await logged()).not.toContain("a mouse");
  expect(page.complaints).toEqual([]);
});

test("batches that are given up and events that fail get a queue with one button each", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await nodeOf(page, "edited-clicks").click();
  const drawer = drawerOf(page, "edited-clicks");
  await drawer.getByRole("button", { name: "Add a queue for them" }).click();
  await confirmDialog(page, "Give edited-clicks an on-failure destination?", "Create");
  await drawer.getByText("What is given up is told to the on-failure destination").waitFor();
  expect(await mappingOf("edited-clicks")).toMatchObject({
    DestinationConfig: { OnFailure: { Destination: arnOf("sqs", "edited-clicks-failed") } },
  });
  await nodeOf(page, "edited-news").click();
  const topic = drawerOf(page, "edited-news");
  await topic.getByRole("button", { name: "Add a queue for them" }).click();
  await confirmDialog(page, `Give ${name} an on-failure destination?`, "Create");
  await topic.getByText("An event that fails to the end is kept").waitFor();
  expect(page.complaints).toEqual([]);
});

test("destinations and the dead-letter queue are set, shown on the map, and one is taken away again", async () => {
  const { lambda } = engineClients();
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole("button", { name: "Destinations", exact: true }).click();
  const drawer = page.getByRole("complementary", { name: "Destinations" });
  const save = drawer.getByRole("button", { name: "Save…" });
  await drawer.getByLabel("On failure").fill(lostArn);
  await drawer.getByLabel("Dead-letter queue").fill(arnOf("sns", "edited-news"));
  await drawer.getByLabel("Retries").fill("3");
  await drawer.getByText(/Retries must be .* 0 to 2/).waitFor();
  expect(await save.isDisabled()).toBe(true);
  expect(await drawer.getByLabel("On failure").inputValue()).toBe(lostArn);
  await drawer.getByLabel("Retries").fill("1");
  await save.click();
  await confirmDialog(page, `Change the destinations of ${name}?`, "Save");
  await save.waitFor({ state: "hidden" });
  const settings = await lambda.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: name }),
  );
  expect(settings).toMatchObject({
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: lostArn } },
  });
  await page.keyboard.press("Escape");

  await nodeOf(page, "edited-news, .*dead letters").click();
  const letters = page.getByRole("complementary", { name: "Destination edited-news" });
  await letters.getByRole("button", { name: "Change or remove" }).click();
  await drawer.getByLabel("Dead-letter queue").fill("");
  await save.click();
  await confirmDialog(page, `Change the destinations of ${name}?`, "Save");
  await nodeOf(page, "edited-news, .*dead letters").waitFor({ state: "hidden" });
  await nodeOf(page, "edited-lost, .*failed to the end").waitFor();
  const { DeadLetterConfig } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  expect(DeadLetterConfig?.TargetArn ?? "").toBe("");
  expect(page.complaints).toEqual([]);
});
