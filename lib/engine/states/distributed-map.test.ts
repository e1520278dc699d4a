import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { runMachines } from "../testing/run-machines.ts";

const machines = runMachines();
const { begin, describe, ending, run, historyOf, start, clock } = machines;

const distributed = (processor: object, more: object = {}) => ({
  Type: "Map",
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "Do",
    States: { Do: processor },
  },
  End: true,
  ...more,
});

test("a distributed map reads a bucket, hands batches to executions of their own, and writes results", async () => {
  const { s3, sfn } = machines.engine.clients;
  await s3.send(new CreateBucketCommand({ Bucket: "rows" }));
  const Body = 'name,n\r\nAda,1\r\n"Grace, H.",2\r\nLin,3\r\n';
  await s3.send(new PutObjectCommand({ Bucket: "rows", Key: "in.csv", Body }));
  const sum = { Type: "Pass", Output: "{% $sum($states.input.Items.n) %}", End: true };
  const arn = await begin(
    {
      QueryLanguage: "JSONata",
      StartAt: "Each",
      States: {
        Each: distributed(sum, {
          Label: "rows",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
            Arguments: { Bucket: "{% $states.input.bucket %}", Key: "in.csv" },
          },
          ItemSelector: {
            n: "{% $number($states.context.Map.Item.Value.n) %}",
            name: "{% $states.context.Map.Item.Value.name %}",
          },
          ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { by: "test" } },
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Arguments: { Bucket: "rows", Prefix: "out" },
          },
        }),
      },
    },
    { bucket: "rows" },
  );
  const { output } = await ending(arn);
  const { MapRunArn: mapRunArn, ResultWriterDetails: written } = output as {
    MapRunArn: string;
    ResultWriterDetails: { Bucket: string; Key: string };
  };
  const read = async (Key: string) => {
    const object = await s3.send(new GetObjectCommand({ Bucket: "rows", Key }));
    return JSON.parse((await object.Body?.transformToString()) ?? "") as unknown;
  };
  const manifest = (await read(written.Key)) as { ResultFiles: { SUCCEEDED: { Key: string }[] } };
  expect(await read(manifest.ResultFiles.SUCCEEDED[0]?.Key ?? "")).toMatchObject([
    { Output: "3", Status: "SUCCEEDED" },
    { Output: "3", Status: "SUCCEEDED" },
  ]);
  expect(await sfn.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    executionArn: arn,
    status: "SUCCEEDED",
    itemCounts: { total: 3, succeeded: 3 },
    executionCounts: { total: 2, succeeded: 2 },
  });
  const { executions } = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
  expect(executions).toHaveLength(2);
  const child = await describe(executions?.[1]?.executionArn ?? "");
  expect(JSON.parse(child.input ?? "")).toMatchObject({ BatchInput: { by: "test" } });
  expect((await historyOf(arn)).map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
});

test("a distributed map tolerates as many failures as it says", async () => {
  const check = {
    Type: "Pass",
    Parameters: { "n.$": "$.n" },
    OutputPath: "$.n",
    End: true,
  };
  const tolerating = (more: object) =>
    run({ StartAt: "Each", States: { Each: distributed(check, more) } }, [{ n: 1 }, {}, { n: 3 }]);
  expect(await tolerating({ ToleratedFailureCount: 1 })).toMatchObject({ output: [1, 3] });
  expect(await tolerating({ ToleratedFailurePercentage: 34 })).toMatchObject({ output: [1, 3] });
  expect(await tolerating({})).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
});

test("child executions go on with the engine that goes on, and none is begun twice", async () => {
  const wait = { Type: "Wait", SecondsPath: "$.seconds", OutputPath: "$.seconds", End: true };
  const arn = await begin({ StartAt: "Each", States: { Each: distributed(wait) } }, [
    { seconds: 1 },
    { seconds: 600 },
  ]);
  const mapRunOf = async () =>
    (await machines.engine.clients.sfn.send(new ListMapRunsCommand({ executionArn: arn })))
      .mapRuns?.[0]?.mapRunArn;
  await expect.poll(mapRunOf).toBeDefined();
  const mapRunArn = await mapRunOf();
  const children = async () =>
    (await machines.engine.clients.sfn.send(new ListExecutionsCommand({ mapRunArn }))).executions ??
    [];
  await expect.poll(async () => (await children()).length).toBe(2);
  await expect.poll(() => clock.pending).toBeGreaterThan(1);
  await clock.advance(1000);
  await machines.engine.stop();
  await start();
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
  await clock.advance(600_000);
  expect((await ending(arn)).output).toEqual([1, 600]);
  expect(await children()).toHaveLength(2);
});
