import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateStreamCommand, PutRecordCommand } from "@aws-sdk/client-kinesis";
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

test("how old records were is told under the function and under the alias that reads them", async () => {
  const { kinesis, lambda, cloudwatch } = engine.clients;
  await engine.deploy("reader", "exports.handler = async () => {};");
  await lambda.send(new PublishVersionCommand({ FunctionName: "reader" }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: "reader", Name: "live", FunctionVersion: "1" }),
  );
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await vi.waitFor(() =>
    kinesis.send(
      new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: Buffer.from("1") }),
    ),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "reader:live",
      EventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/clicks",
      StartingPosition: "TRIM_HORIZON",
    }),
  );
  const dimensions = async () => {
    const { Metrics = [] } = await cloudwatch.send(
      new ListMetricsCommand({ Namespace: "AWS/Lambda", MetricName: "IteratorAge" }),
    );
    return Metrics.map(({ Dimensions = [] }) =>
      Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    );
  };
  await vi.waitFor(async () => expect(await dimensions()).not.toEqual([]), { timeout: 10_000 });
  expect(await dimensions()).toEqual(
    expect.arrayContaining([
      { FunctionName: "reader" },
      { FunctionName: "reader", Resource: "reader:live" },
    ]),
  );
});
