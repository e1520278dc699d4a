import * as sdk from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
  await engine.createActive();
  await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: "q" }));
});
afterEach(() => engine.stop());

const queueArn = "arn:aws:sqs:us-east-1:000000000000:q";
const create = (input: Partial<sdk.CreateEventSourceMappingCommandInput> = {}) =>
  engine.lambda.send(
    new sdk.CreateEventSourceMappingCommand({
      FunctionName: "f",
      EventSourceArn: queueArn,
      ...input,
    }),
  );
const stateOf = async (UUID: string | undefined) =>
  (await engine.lambda.send(new sdk.GetEventSourceMappingCommand({ UUID }))).State;

test("a mapping is created, changed, switched off and deleted", async () => {
  const { lambda, settle } = engine;
  const { UUID, State } = await create({
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  expect(State).toBe("Creating");
  const early = new sdk.UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 });
  await expect(lambda.send(early)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await settle();
  expect(await stateOf(UUID)).toBe("Enabled");
  const updated = await lambda.send(
    new sdk.UpdateEventSourceMappingCommand({ UUID, BatchSize: 5, ScalingConfig: {} }),
  );
  expect(updated).toMatchObject({ State: "Updating", BatchSize: 5 });
  expect(updated).not.toHaveProperty("ScalingConfig");
  expect(updated.FilterCriteria?.Filters).toHaveLength(1);
  await settle();
  const off = await lambda.send(new sdk.UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(off.State).toBe("Disabling");
  await settle();
  expect(await stateOf(UUID)).toBe("Disabled");
  const gone = await lambda.send(new sdk.DeleteEventSourceMappingCommand({ UUID }));
  expect(gone.State).toBe("Deleting");
  await settle();
  await expect(stateOf(UUID)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a function's mappings are listed with those of its aliases", async () => {
  await engine.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f" }));
  await create();
  await create({ FunctionName: "f:1" });
  const list = async (FunctionName: string) =>
    (await engine.lambda.send(new sdk.ListEventSourceMappingsCommand({ FunctionName })))
      .EventSourceMappings ?? [];
  expect(await list("f")).toHaveLength(2);
  expect(await list("f:1")).toHaveLength(1);
  expect(await list("other")).toEqual([]);
});

test("the queue's visibility timeout covers the function's", async () => {
  await engine.createActive({ FunctionName: "slow", Timeout: 60 });
  await expect(create({ FunctionName: "slow" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds",
  });
});

test("one queue feeds one function once", async () => {
  const { UUID } = await create();
  await expect(create()).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: expect.stringMatching(new RegExp(`existing mapping with UUID ${UUID}$`)),
  });
});

test.each([
  [{ BatchSize: 11 }, /^Maximum batch window in seconds must be greater than 0/],
  [{ StartingPosition: "LATEST" as const }, /^Unsupported StartingPosition parameter/],
  [{ FilterCriteria: { Filters: [{ Pattern: "[]" }] } }, /^Invalid filter pattern definition\.$/],
  [{ EventSourceArn: `${queueArn}-none` }, /NonExistentQueue/],
  [
    {
      EventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/s",
      StartingPosition: "LATEST" as const,
    },
    /^Stream not found: arn:aws:kinesis/,
  ],
  [
    {
      EventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/s",
      StartingPosition: "AT_TIMESTAMP" as const,
    },
    /StartingPositionTimestamp is missing/,
  ],
  [{ ProvisionedPollerConfig: { MinimumPollers: 1 } }, /must be at least 2/],
  [{ EventSourceArn: undefined }, /^Unrecognized event source\.$/],
  [{ FunctionName: "none" }, /^Function does not exist$/],
  [{ FunctionName: "f:none" }, /^Function alias does not exist$/],
  [{ KMSKeyArn: "arn:aws:kms:us-east-1:000000000000:key/k" }, /does not support KMSKeyArn/],
  [{ MetricsConfig: { Metrics: ["KafkaMetrics" as const] } }, /KafkaMetrics is for Kafka only/],
])("CreateEventSourceMapping refuses %j", async (input, message) => {
  await expect(create(input)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringMatching(message),
  });
});
