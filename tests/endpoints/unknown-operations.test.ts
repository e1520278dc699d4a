import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Problem } from "@/lib/model/problem";
import { call, connectTo, isolate } from "./dashboard";
import { type FakeAws, notFoundPage, startFakeAws, unknownOperations } from "./fake-aws";
import { on, reads } from "./reads";
import { functionName, without, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws | undefined;
afterEach(async () => aws?.stop());

/** The problems an answer tells, wherever it tells them. */
function problemsIn(json: { problem?: Problem; problems?: Problem[] }): Problem[] {
  return json.problem ? [json.problem] : (json.problems ?? []);
}

describe.each(Object.entries(unknownOperations))(
  "an endpoint that answers all with %s",
  (_, answer) => {
    let endpoint: FakeAws;
    beforeAll(async () => {
      endpoint = await startFakeAws({}, answer);
    });
    afterAll(() => endpoint.stop());

    test.each(reads)("%s says so in words", async (path) => {
      const { status, json, text } = await call("GET", on(path, connectTo(endpoint.endpoint)));
      expect([200, 501, 502]).toContain(status);
      const problems = problemsIn(json);
      expect(problems.length).toBeGreaterThan(0);
      for (const { kind, detail } of problems) {
        expect(kind).toBe(answer === "hang up" ? "unreachable" : "unsupported");
        expect(detail).not.toMatch(/[<>]| at .*:\d+:\d+/);
      }
      expect(text).not.toContain("node_modules");
    });
  },
);

test("an endpoint that does everything leaves no problem", async () => {
  aws = await startFakeAws(world);
  const connection = connectTo(aws.endpoint);
  for (const path of reads.filter((path) => !path.includes("/code"))) {
    const { status, json } = await call("GET", on(path, connection));
    expect([path, status, problemsIn(json)]).toEqual([path, 200, []]);
  }
});

const own = `/api/functions/${functionName}`;

describe("what is missing is named and the rest works", () => {
  const read = async (path: string, ...missing: string[]) => {
    aws = await startFakeAws(without(...missing), notFoundPage);
    const { status, json } = await call("GET", on(path, connectTo(aws.endpoint)));
    expect([status, problemsIn(json).map(({ kind }) => kind)]).toEqual([200, ["unsupported"]]);
    return json;
  };

  test("no GetAccountSettings: the concurrency without its ranges", async () => {
    const json = await read(`${own}/concurrency`, "lambda.GetAccountSettings");
    expect(json).toMatchObject({ reservedConcurrency: 9, provisioned: [] });
    expect(json).not.toHaveProperty("allowed");
  });

  test("no provisioned concurrency: the concurrency without it", async () => {
    const json = await read(`${own}/concurrency`, "lambda.ListProvisionedConcurrencyConfigs");
    expect(json).toMatchObject({ reservedConcurrency: 9, account: { limit: 1000 } });
    expect(json.problems[0].title).toMatch(/provisioned/);
  });

  test("no GetAccountSettings: the use without the pool", async () => {
    const json = await read("/api/account", "lambda.GetAccountSettings");
    expect(json).toMatchObject({ currentConcurrency: 3, peakConcurrency: 3 });
    expect(json).not.toHaveProperty("limit");
  });

  test("no metrics: the pool without its use, which is not 0", async () => {
    const json = await read("/api/account", "cloudwatch.GetMetricData");
    expect(json).toMatchObject({ limit: 1000 });
    expect(json).not.toHaveProperty("currentConcurrency");
    expect(json).not.toHaveProperty("peakConcurrency");
  });

  test("no event invoke config: the configuration without it", async () => {
    const json = await read(`${own}/configuration`, "lambda.GetFunctionEventInvokeConfig");
    expect(json).toMatchObject({ memoryMb: 256, retention: { days: 7 } });
    expect(json).not.toHaveProperty("asynchronous");
  });

  test("no logs: the configuration without the retention", async () => {
    const json = await read(`${own}/configuration`, "logs.DescribeLogGroups");
    expect(json).toMatchObject({ memoryMb: 256, asynchronous: { maximumRetryAttempts: 1 } });
    expect(json).not.toHaveProperty("retention");
  });

  test("no queues: the triggers without their backlog", async () => {
    const json = await read(`${own}/triggers`, "sqs.GetQueueUrl", "sqs.GetQueueAttributes");
    const [mapping] = json.triggers;
    expect(mapping).toMatchObject({ kind: "mapping", batchSize: 5 });
    expect(mapping).not.toHaveProperty("queue");
  });

  test("no aliases: the versions without them", async () => {
    const json = await read(`${own}/versions`, "lambda.ListAliases");
    expect(json).toMatchObject({ versions: [{ version: "$LATEST" }], aliases: [] });
  });

  test("no policies: the mappings without the permissions", async () => {
    const json = await read(`${own}/triggers`, "lambda.GetPolicy");
    expect(json).toMatchObject({ permissions: [] });
    expect(json.triggers[0]).toMatchObject({ kind: "mapping", state: "Enabled" });
    for (const trigger of json.triggers) expect(trigger).not.toHaveProperty("permission");
  });

  test("no provisioned concurrency and no mappings: rows with those columns empty", async () => {
    aws = await startFakeAws(
      without("lambda.ListProvisionedConcurrencyConfigs", "lambda.ListEventSourceMappings"),
    );
    const connection = connectTo(aws.endpoint);
    const { status, json } = await call(
      "GET",
      on(`/api/function-details?name=${functionName}`, connection),
    );
    expect(status).toBe(200);
    expect(json.problems).toHaveLength(2);
    expect(json.details.orders).toEqual({
      state: "Active",
      lastUpdateStatus: "Successful",
      tags: { team: "a" },
      reservedConcurrency: 9,
      codeSha256: "abc",
      lastModified: "2026-11-21T10:00:00.000Z",
    });
  });

  test("no STS: who the caller is, is not known", async () => {
    expect(await read("/api/identity", "sts.GetCallerIdentity")).toMatchObject({
      accountId: null,
      callerArn: null,
    });
  });
});
