import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { startCloud, type TestCloud } from "@/tests/start-cloud";
import { readInitTimes } from "./read-init-times";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ["f", "g", "silent"]) await cloud.createFunction(name);
  const { lambda, logs } = cloud.clients;
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "g",
      LoggingConfig: { LogGroup: "shared" },
    }),
  );
  const write = async (logGroupName: string, logStreamName: string, messages: string[]) => {
    await logs.send(new CreateLogGroupCommand({ logGroupName })).catch(() => {});
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: messages.map((message) => ({ message, timestamp: Date.now() })),
      }),
    );
  };
  const report = (initMs: number) =>
    `REPORT RequestId: 1\tDuration: 2.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: ${initMs} ms\t`;
  await write("/aws/lambda/f", "2026/11/21/[$LATEST]a", [
    report(300),
    "Init Duration of my own",
    report(500),
    "REPORT RequestId: 2\tDuration: 2.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t",
  ]);
  await write("shared", "2026/11/21/g[$LATEST]a", [
    JSON.stringify({
      time: "2026-11-21T00:00:00Z",
      type: "platform.report",
      record: { requestId: "3", metrics: { durationMs: 2, initDurationMs: 800 } },
    }),
  ]);
  await write("shared", "2026/11/21/other[$LATEST]a", [report(9000)]);
});
afterAll(() => cloud.stop());

test("init times come from the cold starts' reports, in whichever group and format they are", async () => {
  const { times, calls, problems } = await readInitTimes(
    cloud.connection,
    ["f", "g", "silent"],
    Date.now() + 1000,
  );
  expect(problems).toEqual([]);
  expect(times.get("f")).toEqual({ averageSeconds: 0.4, p99Seconds: 0.5, samples: 2 });
  expect(times.get("g")).toEqual({ averageSeconds: 0.8, p99Seconds: 0.8, samples: 1 });
  // It never ran, so there is no log group: nothing is known, and that is no problem.
  expect(times.get("silent") ?? null).toBeNull();
  expect(calls).toBe(6);
});
