import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  GetMetricWidgetImageCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  type MetricDatum,
  paginateGetMetricData,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const now = Date.UTC(2026, 10, 21, 12, 30);
const minuteMs = 60_000;
const dayMs = 86_400_000;
const Namespace = "Shop";

let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeEach(async () => {
  clock = new ManualClock(now);
  engine = await startEngine({ clock });
});
afterEach(() => engine.stop());

const put = (...MetricData: MetricDatum[]) =>
  engine.clients.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));

const at = (minutes: number) => new Date(now + minutes * minuteMs);

function stat(Id: string, MetricName: string, Stat: string, Period = 60): MetricDataQuery {
  return { Id, MetricStat: { Metric: { Namespace, MetricName }, Period, Stat } };
}

async function get(queries: MetricDataQuery[], input: Partial<GetMetricDataCommandInput> = {}) {
  const output = await engine.clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: at(-10),
      EndTime: at(10),
      ...input,
    }),
  );
  return output.MetricDataResults ?? [];
}

test("errors over invocations, with labels, hidden metrics and newest values first", async () => {
  await put(
    { MetricName: "Errors", Timestamp: at(0), Value: 1 },
    { MetricName: "Invocations", Timestamp: at(0), Value: 4 },
    { MetricName: "Invocations", Timestamp: at(1), Values: [1, 2], Counts: [2, 3] },
  );
  const results = await get([
    { ...stat("errors", "Errors", "Sum"), ReturnData: false },
    { ...stat("calls", "Invocations", "Sum"), Label: "${PROP('MetricName')}: ${SUM} in ${LABEL}" },
    { Id: "rate", Expression: "100 * errors / calls" },
    { Id: "full", Expression: "FILL([errors, calls], 0)", Label: "filled" },
  ]);
  expect(results.slice(0, 2)).toEqual([
    {
      Id: "calls",
      Label: "Invocations: 12 in Invocations",
      Timestamps: [at(1), at(0)],
      Values: [8, 4],
      StatusCode: "Complete",
    },
    {
      Id: "rate",
      Label: "rate",
      Timestamps: [at(1), at(0)],
      Values: [0, 25],
      StatusCode: "Complete",
    },
  ]);
  expect(results.slice(2).map(({ Label }) => Label)).toEqual([
    "filled Errors",
    "filled Invocations",
  ]);
  expect(results[2]?.Values).toHaveLength(20);
});

test("percentiles of an hour come from its minutes; the current period counts", async () => {
  for (let minute = 0; minute < 30; minute++)
    await put({
      MetricName: "Latency",
      Unit: "Milliseconds",
      Timestamp: at(minute - 30),
      Values: Array.from({ length: 100 }, (_, index) => index + 1 + minute * 100),
    });
  const [p50, p99, count, max] = await get(
    [
      stat("a", "Latency", "p50", 3600),
      stat("b", "Latency", "p99", 3600),
      stat("c", "Latency", "SampleCount", 3600),
      stat("d", "Latency", "Maximum", 300),
    ],
    { StartTime: at(-30), ScanBy: "TimestampAscending" },
  );
  expect(p50?.Timestamps).toEqual([at(-30)]);
  expect(p50?.Values?.[0]).toBeGreaterThan(1485);
  expect(p50?.Values?.[0]).toBeLessThan(1515);
  expect(p99?.Values?.[0]).toBeGreaterThan(2940);
  expect(p99?.Values?.[0]).toBeLessThan(3000);
  expect(count?.Values).toEqual([3000]);
  expect(count?.Label).toBe("Latency SampleCount 3600");
  expect(max?.Values).toEqual([500, 1000, 1500, 2000, 2500, 3000]);
});

test("EndTime is exclusive, units select, dimensions must be complete", async () => {
  const Dimensions = [
    { Name: "b", Value: "2" },
    { Name: "a", Value: "1" },
  ];
  await put(
    { MetricName: "m", Timestamp: at(0), Value: 1, Unit: "Count", Dimensions },
    { MetricName: "m", Timestamp: at(0), Value: 2, Unit: "Seconds", Dimensions },
    { MetricName: "m", Timestamp: at(1), Value: 4, Unit: "Count", Dimensions },
  );
  const query = (Unit?: "Count", only = Dimensions): MetricDataQuery => ({
    Id: "q",
    MetricStat: {
      Metric: { Namespace, MetricName: "m", Dimensions: only },
      Period: 60,
      Stat: "Sum",
      ...(Unit && { Unit }),
    },
  });
  expect((await get([query()], { EndTime: at(1) }))[0]?.Values).toEqual([3]);
  expect((await get([query("Count")]))[0]?.Values).toEqual([4, 1]);
  expect((await get([query("Count", [...Dimensions].reverse())]))[0]?.Values).toEqual([4, 1]);
  expect((await get([query("Count", Dimensions.slice(1))]))[0]?.Values).toEqual([]);
});

test("MaxDatapoints pages through all values in turn", async () => {
  for (const MetricName of ["a", "b"])
    await put(...[0, 1, 2, 3].map((Value) => ({ MetricName, Timestamp: at(Value), Value })));
  const pages: string[] = [];
  for await (const page of paginateGetMetricData(
    { client: engine.clients.cloudwatch },
    {
      MetricDataQueries: [stat("a", "a", "Sum"), stat("b", "b", "Sum")],
      StartTime: at(0),
      EndTime: at(9),
      MaxDatapoints: 3,
    },
  ))
    pages.push(
      page.MetricDataResults?.map(
        ({ Id, Values, StatusCode }) => `${Id}${Values?.join("")}${StatusCode?.charAt(0)}`,
      ).join(" ") ?? "",
    );
  expect(pages).toEqual(["a321P bP", "a0C b32P", "aC b10C"]);
});

test("a start of more than 15 days ago is rounded to 5 minutes and sees 5-minute points", async () => {
  const past = -20_015;
  for (const minute of [0, 1, 2, 3])
    await put({ MetricName: "m", Timestamp: at(past + minute), Value: 1 });
  await clock.advance(1.2 * dayMs);
  const old = { StartTime: at(past + 2), EndTime: at(past + 30) };
  expect((await get([stat("q", "m", "Sum", 300)], old))[0]).toMatchObject({
    Timestamps: [at(past)],
    Values: [4],
  });
  expect((await get([stat("q", "m", "Sum", 60)], old))[0]?.Values).toEqual([]);
});

test.each<[MetricDataQuery[], string]>([
  [[stat("Q", "m", "Sum")], "not matching the expected pattern"],
  [[stat("q", "m", "Sum"), stat("q", "m", "Sum")], "not unique"],
  [
    [stat("q", "m", "Median"), stat("p", "m", "Sum"), stat("r", "m", "p101")],
    "The value Median for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.\n" +
      "The value p101 for parameter MetricDataQueries.member.3.MetricStat.Stat is not a valid statistic.",
  ],
  [[stat("q", "m", "Sum", 45)], "a multiple of 60"],
  [[{ Id: "q" }], "Exactly one of"],
  [[{ Id: "q", Expression: "q + 1" }], "'q' refers to itself"],
  [[{ Id: "q", Expression: "nope * 2" }], "Error in expression 'q' [there is no query with the id"],
  [[{ Id: "q", Expression: "SUM(METRICS()) +" }], "expected a value at the end"],
  [[stat("m", "m", "Sum"), { Id: "q", Expression: "SUM(m)" }], "must return a time series"],
  [[{ Id: "q", Expression: "SEARCH('x', 'Sum')" }], "does not support the function SEARCH"],
  [[{ ...stat("q", "m", "Sum"), Label: "${MAX_TIME}" }], "does not support ${MAX_TIME}"],
])("a wrong query is refused: %#", async (queries, text) => {
  await put({ MetricName: "m", Value: 1 });
  await expect(get(queries)).rejects.toThrow(text);
});

test.each<[MetricDatum, string, string]>([
  [
    { MetricName: "m" },
    "MissingRequiredParameter",
    "One of the parameters MetricData.member.1.Value",
  ],
  [{ MetricName: "m", Value: 1, Values: [1] }, "InvalidParameterCombination", "mutually exclusive"],
  [
    { MetricName: "m", Values: [1], Counts: [1, 2] },
    "InvalidParameterValue",
    "must be of the same size",
  ],
  [{ MetricName: "m", Value: 1, Timestamp: at(-15 * 1440) }, "InvalidParameterValue", "two weeks"],
  [{ MetricName: "m", Value: 1, Timestamp: at(121) }, "InvalidParameterValue", "two hours"],
  [{ MetricName: "m", Value: 1e300 }, "InvalidParameterValue", "The value 1e+300"],
  [
    { MetricName: "m", Value: 1, StorageResolution: 5 },
    "InvalidParameterValue",
    "The parameter MetricData.member.1.StorageResolution must be a value in the set [ 1, 60 ].",
  ],
  [
    { MetricName: "m", Value: 1, Unit: JSON.parse('"Jiffies"') },
    "InvalidParameterValue",
    "The parameter MetricData.member.1.Unit must be a value in the set [ Seconds, Microseconds, ",
  ],
  [
    { MetricName: "m", Value: 1, Dimensions: [{ Name: "d", Value: " " }] },
    "MissingRequiredParameter",
    "The parameter MetricData.member.1.Dimensions.member.1.Value is required.",
  ],
  [
    { MetricName: "m", Value: 1, Dimensions: [{ Name: "d", Value: `é${"x".repeat(1024)}` }] },
    "InvalidParameterValue",
    "The value for parameter MetricData.member.1.Dimensions.member.1.Value contains non-ASCII characters.\n" +
      "The parameter MetricData.member.1.Dimensions.member.1.Value must be shorter than 1025 characters.",
  ],
  [
    {
      MetricName: "m",
      Value: 1,
      Dimensions: [
        { Name: "d", Value: "1" },
        { Name: "d", Value: "2" },
      ],
    },
    "InvalidParameterValue",
    "No metric may specify the same dimension name twice.",
  ],
  [
    {
      MetricName: "m",
      StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 },
    },
    "InvalidParameterValue",
    "Minimum",
  ],
])("a wrong datum is refused and nothing of its request is kept: %#", async (datum, name, text) => {
  const error = await put({ MetricName: "good", Value: 1 }, datum).then(
    () => undefined,
    (reason: Error) => reason,
  );
  expect(error?.name).toContain(name);
  expect(error?.message.replaceAll("MetricData.member.2", "MetricData.member.1")).toContain(text);
  const { Metrics } = await engine.clients.cloudwatch.send(new ListMetricsCommand({}));
  expect(Metrics).toEqual([]);
});

test("what is not there is refused by name", async () => {
  await expect(
    engine.clients.cloudwatch.send(new GetMetricWidgetImageCommand({ MetricWidget: "{}" })),
  ).rejects.toThrow("does not support GetMetricWidgetImage");
  await expect(
    engine.clients.cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: "AWS/Lambda",
        MetricData: [{ MetricName: "m", Value: 1 }],
      }),
    ),
  ).rejects.toThrow("The value AWS/ for parameter Namespace is invalid.");
  await expect(
    engine.clients.cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "", MetricData: [{ MetricName: "" }] }),
    ),
  ).rejects.toThrow(
    "The parameter Namespace is required.\nThe parameter MetricData.member.1.MetricName is required.",
  );
});

test("GetMetricStatistics counts its periods from the start and keeps units apart", async () => {
  await put(
    { MetricName: "m", Timestamp: at(1), Value: 1, Unit: "Count" },
    { MetricName: "m", Timestamp: at(4), Value: 3, Unit: "Count" },
    { MetricName: "m", Timestamp: at(5), Value: 9, Unit: "Bytes" },
  );
  const send = (input: object) =>
    engine.clients.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName: "m",
        StartTime: at(1),
        EndTime: at(10),
        Period: 240,
        ...input,
      }),
    );
  const { Datapoints, Label } = await send({ Statistics: ["Average", "SampleCount"] });
  expect(Label).toBe("m");
  expect(Datapoints).toEqual([
    { Timestamp: at(1), Unit: "Count", Average: 2, SampleCount: 2 },
    { Timestamp: at(5), Unit: "Bytes", Average: 9, SampleCount: 1 },
  ]);
  const extended = await send({ ExtendedStatistics: ["p50", "tm90"], Unit: "Bytes" });
  expect(extended.Datapoints).toEqual([
    { Timestamp: at(5), Unit: "Bytes", ExtendedStatistics: { p50: 9, tm90: 9 } },
  ]);
  await expect(send({})).rejects.toThrow("Exactly one of Statistics and ExtendedStatistics");
  await expect(send({ Statistics: ["p99"] })).rejects.toThrow(
    "The parameter Statistics.member.1.<list element> must be a value in the set [SampleCount, Average, Sum, Minimum, Maximum].",
  );
  await expect(send({ MetricName: "" })).rejects.toThrow("The parameter MetricName is required.");
  await expect(send({ StartTime: at(-5000), Period: 60, Statistics: ["Sum"] })).rejects.toThrow(
    "exceeds the limit of 1440",
  );
});

test("GetMetricData refuses a range that is empty", async () => {
  const queries = [stat("q", "m", "Sum")];
  await expect(get(queries, { EndTime: at(-10) })).rejects.toThrow(
    "The parameter StartTime must not equal parameter EndTime.",
  );
  await expect(get(queries, { EndTime: at(-11) })).rejects.toThrow(
    "The parameter StartTime must be less than the parameter EndTime.",
  );
});

test("ListMetrics filters, pages by 500 and forgets what was silent for two weeks", async () => {
  const list = (input: object) => engine.clients.cloudwatch.send(new ListMetricsCommand(input));
  await put({ MetricName: "old", Value: 1, Timestamp: at(61 - 14 * 1440) });
  expect((await list({})).Metrics).toHaveLength(1);
  await clock.advance(2 * 3_600_000);
  expect((await list({})).Metrics).toEqual([]);
  const names = Array.from({ length: 501 }, (_, index) => `m${index}`);
  await put(...names.map((MetricName) => ({ MetricName, Value: 1 })));
  await put({ MetricName: "d", Value: 1, Dimensions: [{ Name: "Function", Value: "f" }] });
  const first = await list({ Namespace });
  expect(first.Metrics).toHaveLength(500);
  const second = await list({ Namespace, NextToken: first.NextToken });
  expect(second.Metrics?.map(({ MetricName }) => MetricName)).toEqual(["m500", "d"]);
  expect(second.NextToken).toBeUndefined();
  const byDimension = await list({ Dimensions: [{ Name: "Function" }] });
  expect(byDimension.Metrics).toEqual([
    { Namespace, MetricName: "d", Dimensions: [{ Name: "Function", Value: "f" }] },
  ]);
  await clock.advance(4 * 3_600_000);
  await put({ MetricName: "late", Value: 1 });
  const recent = await list({ RecentlyActive: "PT3H" });
  expect(recent.Metrics?.map(({ MetricName }) => MetricName)).toEqual(["late"]);
});
