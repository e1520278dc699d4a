import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListStreamsCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { zipFiles } from "@/lib/deploy/zip-files";
import { readManifest } from "@/lib/deploy/read-manifest";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { openStore } from "@/lib/store/database";
import { deleteSavedEvent, readSavedEvents } from "@/lib/store/saved-events";
import { installSamples } from "./install-samples";
import { destroySampleClients, makeSampleClients, type SampleClients } from "./sample-clients";
import { removeSamples } from "./remove-samples";
import { sampleNames, type SampleName } from "./sample-names";

const samplesDir = fileURLToPath(new URL("../../samples", import.meta.url));
let engine: Awaited<ReturnType<typeof startEngine>>;
let homeDir: string;
let samples: SampleClients;
const lines: string[] = [];

beforeAll(async () => {
  engine = await startEngine({ settings: { settleMs: 0 } });
  homeDir = mkdtempSync(join(tmpdir(), "samples-"));
  samples = makeSampleClients(engine.endpoint);
  // A function of the user's that has a sample's name.
  await engine.clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "hello",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/mine",
      Code: {
        ZipFile: zipFiles([
          {
            path: "index.mjs",
            content: Buffer.from("export const handler = () => 'mine';"),
            executable: false,
          },
        ]),
      },
    }),
  );
}, 60_000);
afterAll(async () => {
  destroySampleClients(samples);
  await engine.stop();
  rmSync(homeDir, { recursive: true });
});

/** A request for a host that browsers know as this machine. */
function getAs(host: string, url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

const install = () =>
  installSamples({
    endpoint: engine.endpoint,
    homeDir,
    samplesDir,
    log: (line) => lines.push(line),
  });

async function invoke(name: SampleName, eventName: string) {
  const event = readManifest(join(samplesDir, name)).events?.find(
    (candidate) => candidate.name === eventName,
  )?.event;
  expect(event).toBeDefined();
  const { Payload, FunctionError } = await engine.clients.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const result: unknown = JSON.parse(Buffer.from(Payload ?? []).toString());
  return { result, error: FunctionError };
}

test("installs every sample but leaves the user's function of the same name alone", async () => {
  const others = sampleNames.filter((name) => name !== "hello");
  expect(await install()).toEqual(others);
  expect(lines).toEqual([
    "The sample hello is not installed: there is a function of that name already.",
  ]);
  expect(await install()).toEqual([]);
}, 60_000);

test("keeps each sample's own events for its Test page, once, and none for the user's function", async () => {
  const store = openStore(homeDir);
  const names = (functionName: string) =>
    readSavedEvents(functionName, store).map(({ name }) => name);
  expect(names("orders-api")).toEqual(["Place an order", "See the catalogue"]);
  expect(names("hello")).toEqual([]);
  const [order] = readSavedEvents("orders-api", store);
  expect(JSON.parse(order?.body ?? "")).toMatchObject({ rawPath: "/orders" });
  deleteSavedEvent("orders-api", "See the catalogue", store);
  await install();
  expect(names("orders-api")).toEqual(["Place an order"]);
  store.close();
}, 60_000);

test("the samples do what their examples say", async () => {
  expect(await invoke("thumbnails", "Paint and scale 640 x 480")).toMatchObject({
    result: { from: "640x480", to: "160x120", png: expect.stringMatching(/^iVBORw0KGgo/) },
  });
  expect(await invoke("flaky-payments", "A mistyped card")).toEqual({
    result: { status: "declined", problem: "The card number is not valid" },
  });
  expect(await invoke("slow-import", "A file of your own")).toEqual({
    result: { imported: 2, total: 19.5 },
  });
  expect(await invoke("orders-worker", "Two orders, one of them broken")).toEqual({
    result: {
      batchItemFailures: [{ itemIdentifier: "2e1424d4-f796-459a-8184-9c92662be6da" }],
    },
  });
  expect(await invoke("nightly-report", "The last ten minutes")).toMatchObject({
    result: { minutes: 10, functions: sampleNames.length },
  });
}, 60_000);

test("an order goes from the API over the queue to the worker", async () => {
  const { result } = await invoke("orders-api", "Place an order");
  expect(result).toMatchObject({ statusCode: 202 });
  const { QueueUrls = [] } = await engine.clients.sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "orders" }),
  );
  const [QueueUrl] = QueueUrls.filter((url) => url.endsWith("/orders"));
  await vi.waitFor(
    async () => {
      const { Attributes } = await engine.clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      expect(Attributes).toEqual({
        ApproximateNumberOfMessages: "0",
        ApproximateNumberOfMessagesNotVisible: "0",
      });
    },
    { timeout: 15_000, interval: 100 },
  );
}, 60_000);

test("an object and a record reach one function by two triggers, which writes both to a table", async () => {
  const { s3, kinesis, dynamodb } = samples;
  await s3.send(
    new PutObjectCommand({ Bucket: "lambdeck-uploads", Key: "a list.txt", Body: "one\ntwo" }),
  );
  await kinesis.send(
    new PutRecordCommand({
      StreamName: "lambdeck-clicks",
      PartitionKey: "ada",
      Data: Buffer.from('{"userId":"ada","page":"/cart"}'),
    }),
  );
  await vi.waitFor(
    async () => {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "lambdeck-intake" }));
      const found = Items.map(({ from, found: text }) => [from?.S, text?.S]);
      expect(found).toEqual(
        expect.arrayContaining([
          ["bucket", '{"lines":2}'],
          ["stream", '{"userId":"ada","page":"/cart"}'],
        ]),
      );
    },
    { timeout: 20_000, interval: 200 },
  );
}, 60_000);

test("a greeting stands behind an HTTP API, and a state machine calls two functions", async () => {
  const { apigatewayv2, sfn, events } = samples;
  const { Items: [api] = [] } = await apigatewayv2.send(new GetApisCommand({}));
  const url = `http://127.0.0.1:${new URL(engine.endpoint).port}/hello/Ada`;
  const host = new URL(api!.ApiEndpoint!).host;
  const { status, body } = await getAs(host, url);
  expect([status, JSON.parse(body)]).toEqual([200, { message: "Hello, Ada!" }]);

  const { stateMachines: [machine] = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machine?.stateMachineArn,
      input: JSON.stringify({
        card: "4242424242424241",
        currency: "EUR",
        lines: [{ sku: "tea", quantity: 2, priceCents: 690 }],
      }),
    }),
  );
  await vi.waitFor(
    async () => {
      const { status: ended, output } = await sfn.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      expect([ended, output]).toEqual(["SUCCEEDED", expect.stringContaining("declined")]);
    },
    { timeout: 20_000, interval: 200 },
  );
  const { Rules } = await events.send(new ListRulesCommand({}));
  expect(Rules).toMatchObject([
    { Name: "lambdeck-nightly-report", ScheduleExpression: "rate(10 minutes)", State: "ENABLED" },
  ]);
}, 60_000);

test("a sample that was deleted stays away, and all can be removed with their queues", async () => {
  await engine.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: "thumbnails" }));
  expect(await install()).toEqual([]);
  const removed = await removeSamples({ endpoint: engine.endpoint, homeDir });
  expect(removed).toEqual(sampleNames.filter((name) => name !== "hello" && name !== "thumbnails"));
  const { Functions } = await engine.clients.lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["hello"]);
  const { QueueUrls } = await engine.clients.sqs.send(new ListQueuesCommand({}));
  expect(QueueUrls ?? []).toEqual([]);
  const { s3, dynamodb, kinesis, apigatewayv2, sfn, events } = samples;
  expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  expect((await apigatewayv2.send(new GetApisCommand({}))).Items).toEqual([]);
  expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
  await vi.waitFor(async () => {
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  });
  await vi.waitFor(async () => {
    const { EventSourceMappings } = await engine.clients.lambda.send(
      new ListEventSourceMappingsCommand({}),
    );
    expect(EventSourceMappings).toEqual([]);
  });
  expect(await install()).toEqual([]);
}, 60_000);
