import { gunzipSync } from "node:zlib";
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  type MetricTransformation,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { startLambda, type StartedLambda } from "../testing/start-lambda.ts";
import { type DeliveryDeps, SubscriptionDelivery } from "./filters/deliver-events.ts";
import { FilterTable, type SubscriptionFilter } from "./filters/filter-table.ts";
import { LogStore } from "./log-store.ts";

const logGroupName = "g";
let engine: StartedLambda;

beforeEach(async () => {
  engine = await startLambda();
  await logs(new CreateLogGroupCommand({ logGroupName }));
  await logs(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
});
afterEach(() => engine.stop());

const logs: StartedLambda["clients"]["logs"]["send"] = ((command: never) =>
  engine.clients.logs.send(command)) as never;

const put = (...messages: string[]) =>
  logs(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: "s",
      logEvents: messages.map((message) => ({ timestamp: engine.clock.now(), message })),
    }),
  );

const metricFilter = (filterPattern: string, transformation: Partial<MetricTransformation>) =>
  logs(
    new PutMetricFilterCommand({
      logGroupName,
      filterName: "f",
      filterPattern,
      metricTransformations: [
        { metricName: "m", metricNamespace: "n", metricValue: "1", ...transformation },
      ],
    }),
  );

async function statistics(dimensions: Record<string, string> = {}) {
  const { Datapoints = [] } = await engine.clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "n",
      MetricName: "m",
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(engine.clock.now() - 3_600_000),
      EndTime: new Date(engine.clock.now() + 60_000),
      Period: 3600 * 2,
      Statistics: ["Sum", "SampleCount"],
    }),
  );
  return Datapoints.map(({ Sum, SampleCount, Unit }) => [Sum, SampleCount, Unit]);
}

describe("metric filters", () => {
  test("count what matches", async () => {
    await metricFilter("ERROR", {});
    await put("ERROR one", "fine", "ERROR two");
    expect(await statistics()).toEqual([[2, 2, "None"]]);
  });

  test("read numbers from JSON and from fields, with dimensions and a unit", async () => {
    await metricFilter('{ $.level = "INFO" }', {
      metricValue: "$.latency",
      dimensions: { User: "$.user.name" },
      unit: "Milliseconds",
    });
    await put(
      '{"level":"INFO","latency":12.5,"user":{"name":"ann"}}',
      '{"level":"INFO","latency":7.5,"user":{"name":"ann"}}',
      '{"level":"INFO","latency":99,"user":{}}',
      '{"level":"INFO","latency":"slow","user":{"name":"ann"}}',
    );
    expect(await statistics({ User: "ann" })).toEqual([[20, 2, "Milliseconds"]]);
    await metricFilter("[ip, bytes]", { metricValue: "$bytes" });
    await put("10.0.0.1 512");
    expect(await statistics()).toEqual([[512, 1, "None"]]);
  });

  test("record the default value for minutes in which nothing matched", async () => {
    await metricFilter("ERROR", { defaultValue: 0 });
    await put("fine");
    await engine.clock.advance(60_000);
    expect(await statistics()).toEqual([[0, 1, "None"]]);
    await put("fine", "ERROR");
    await engine.clock.advance(60_000);
    // A minute without events has no value at all.
    await engine.clock.advance(60_000);
    expect(await statistics()).toEqual([[1, 2, "None"]]);
  });

  test("are described, counted, and gone with their group", async () => {
    await metricFilter(" ", { defaultValue: 0 });
    expect(await logs(new DescribeMetricFiltersCommand({ filterNamePrefix: "f" }))).toMatchObject({
      metricFilters: [
        {
          filterName: "f",
          filterPattern: " ",
          logGroupName,
          applyOnTransformedLogs: false,
          creationTime: engine.clock.now(),
          metricTransformations: [
            { metricName: "m", metricNamespace: "n", metricValue: "1", defaultValue: 0 },
          ],
        },
      ],
    });
    const { logGroups } = await logs(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]?.metricFilterCount).toBe(1);
    await logs(new DeleteLogGroupCommand({ logGroupName }));
    await logs(new CreateLogGroupCommand({ logGroupName }));
    expect(await logs(new DescribeMetricFiltersCommand({ logGroupName }))).toMatchObject({
      metricFilters: [],
    });
  });

  test("what cannot be is refused", async () => {
    const refused = (message: string) => ({
      name: "InvalidParameterException",
      message: expect.stringContaining(message) as string,
    });
    await expect(metricFilter("{ $.a", {})).rejects.toMatchObject(
      refused("Invalid filter pattern"),
    );
    await expect(metricFilter("", { metricValue: "many" })).rejects.toMatchObject(
      refused("metricValue"),
    );
    await expect(
      metricFilter("{ $.a = * }", { defaultValue: 0, dimensions: { A: "$.a" } }),
    ).rejects.toMatchObject(refused("mutually exclusive"));
    const transformation = { metricName: "m", metricNamespace: "n", metricValue: "1" };
    const printed =
      "MetricTransformation(metricName=m, metricNamespace=n, metricValue=1, defaultValue=null, unit=null, dimensions=null)";
    await expect(
      logs(
        new PutMetricFilterCommand({
          logGroupName,
          filterName: "f",
          filterPattern: "",
          metricTransformations: [transformation, transformation],
        }),
      ),
    ).rejects.toMatchObject(
      refused(
        `Value '[${printed}, ${printed}]' at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1`,
      ),
    );
    await expect(
      logs(new DeleteMetricFilterCommand({ logGroupName, filterName: "none" })),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified metric filter does not exist.",
    });
    await expect(
      logs(new DeleteMetricFilterCommand({ logGroupName: "X".repeat(513), filterName: "f" })),
    ).rejects.toMatchObject(refused("both must have length less than or equal to 512."));
  });
});

describe("subscription filters", () => {
  const subscribe = (
    destinationArn: string,
    input: { filterName?: string; logGroup?: string } = {},
  ) =>
    logs(
      new PutSubscriptionFilterCommand({
        logGroupName: input.logGroup ?? logGroupName,
        filterName: input.filterName ?? "f",
        filterPattern: "",
        destinationArn,
      }),
    );
  const arnOf = (name: string, service = "lambda:us-east-1:000000000000:function") =>
    `arn:aws:${service}:${name}`;

  test("are described in AWS's form and deleted", async () => {
    await engine.createActive({ FunctionName: "target" });
    await subscribe(arnOf("target"));
    expect(await logs(new DescribeSubscriptionFiltersCommand({ logGroupName }))).toMatchObject({
      subscriptionFilters: [
        {
          filterName: "f",
          logGroupName,
          filterPattern: "",
          destinationArn: arnOf("target"),
          distribution: "ByLogStream",
          applyOnTransformedLogs: false,
          creationTime: engine.clock.now(),
        },
      ],
    });
    await logs(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: "f" }));
    await expect(
      logs(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: "f" })),
    ).rejects.toMatchObject({ message: "The specified subscription filter does not exist." });
  });

  test("what cannot be is refused in AWS's words", async () => {
    await engine.createActive({ FunctionName: "target" });
    await logs(new CreateLogGroupCommand({ logGroupName: "/aws/lambda/target" }));
    const cases: [Promise<unknown>, string, string][] = [
      [
        subscribe(arnOf("none")),
        "InvalidParameterException",
        "Could not execute the lambda function.",
      ],
      [
        subscribe(arnOf("target", "lambda:us-east-1:111111111111:function")),
        "AccessDeniedException",
        "Cross-account lambda invocation passing is not allowed.",
      ],
      [
        subscribe(arnOf("stream/s", "kinesis:us-east-1:000000000000")),
        "InvalidParameterException",
        "destinationArn for vendor kinesis cannot be used without roleArn",
      ],
      [
        subscribe(arnOf("target"), { logGroup: "/aws/lambda/target" }),
        "InvalidParameterException",
        "reserved for the function logs of the destination function",
      ],
    ];
    for (const [call, name, message] of cases)
      await expect(call).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    await subscribe(arnOf("target"), { filterName: "1" });
    await subscribe(arnOf("target"), { filterName: "2" });
    await subscribe(arnOf("target"), { filterName: "2" });
    await expect(subscribe(arnOf("target"), { filterName: "3" })).rejects.toMatchObject({
      name: "LimitExceededException",
      message: "Resource limit exceeded.",
    });
  });
});

describe("delivery", () => {
  type Request = Parameters<DeliveryDeps["enqueue"]>[0];
  const read = ({ payload }: Request) => {
    const { awslogs } = JSON.parse(Buffer.from(payload).toString()) as {
      awslogs: { data: string };
    };
    return JSON.parse(gunzipSync(Buffer.from(awslogs.data, "base64")).toString()) as {
      logEvents: { message: string; extractedFields?: Record<string, string> }[];
    };
  };

  function deliverTo(enqueue: DeliveryDeps["enqueue"], pattern = "") {
    const clock = new ManualClock();
    const database = openDatabase(mkdtempSync(join(tmpdir(), "delivery-")));
    const store = new LogStore(database, clock);
    const filters = new FilterTable<SubscriptionFilter>(database, "subscription");
    const destinationArn = "arn:aws:lambda:us-east-1:000000000000:function:target";
    const facts = { name: "f", logGroup: "g", createdMs: 0, appliesToTransformed: false };
    filters.put("us-east-1", { ...facts, pattern, destinationArn, distribution: "ByLogStream" });
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const delivery = new SubscriptionDelivery(store, filters, {
      clock,
      accountId: "000000000000",
      enqueue,
      warn,
    });
    const append = (stream: string, ...messages: string[]) =>
      store.append(
        "us-east-1",
        "g",
        stream,
        messages.map((message) => ({ timestampMs: 7, message })),
      );
    return { clock, delivery, append, warnings };
  }

  test("the events of a stream go together, gzipped, in AWS's form", async () => {
    const requests: Request[] = [];
    const { clock, append } = deliverTo((request) => requests.push(request));
    append("one", "a");
    append("two", "b");
    append("one", "c");
    expect(requests).toEqual([]);
    await clock.advance(200);
    expect(requests.map(read)).toEqual([
      {
        messageType: "DATA_MESSAGE",
        owner: "000000000000",
        logGroup: "g",
        logStream: "one",
        subscriptionFilters: ["f"],
        logEvents: [
          { id: expect.stringMatching(/^\d{56}$/) as string, timestamp: 7, message: "a" },
          { id: expect.stringMatching(/^\d{56}$/) as string, timestamp: 7, message: "c" },
        ],
      },
      expect.objectContaining({ logStream: "two" }),
    ]);
    expect(requests[0]?.functionName).toMatch(/:function:target$/);
  });

  test("only what matches is sent, with the fields the pattern names", async () => {
    const requests: Request[] = [];
    const { clock, append } = deliverTo(
      (request) => requests.push(request),
      "[level = ERROR, code]",
    );
    append("s", "ERROR 7", "INFO 8");
    await clock.advance(200);
    expect(requests.map(read)[0]?.logEvents).toEqual([
      expect.objectContaining({
        message: "ERROR 7",
        extractedFields: { level: "ERROR", code: "7" },
      }),
    ]);
  });

  test("much is sent in several calls, the rest when the engine ends, a failure is told", () => {
    const requests: Request[] = [];
    const { append, delivery } = deliverTo((request) => requests.push(request));
    append("s", ...Array.from({ length: 5 }, () => "x".repeat(200_000)));
    expect(requests).toHaveLength(2);
    delivery.close();
    expect(requests.flatMap((request) => read(request).logEvents)).toHaveLength(5);

    const failing = deliverTo(() => {
      throw new Error("Function not found");
    });
    failing.append("s", "a");
    failing.delivery.close();
    expect(failing.warnings[0]).toContain("1 events of g could not be sent to");
  });
});
