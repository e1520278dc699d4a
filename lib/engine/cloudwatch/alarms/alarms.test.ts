import {
  DeleteAlarmsCommand,
  DescribeAlarmContributorsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../../testing/manual-clock.ts";
import { type FunctionRunner, runFunctions } from "../../testing/run-functions.ts";
import { startEngine } from "../../testing/start-engine.ts";

const clock = new ManualClock();
let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine({ clock });
});
afterAll(() => engine.stop());

const alarm = (AlarmName: string, changes: Partial<PutMetricAlarmCommandInput> = {}) =>
  new PutMetricAlarmCommand({
    AlarmName,
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: "f" }],
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: "GreaterThanThreshold",
    ...changes,
  });
const math = (changes: Partial<PutMetricAlarmCommandInput>) =>
  alarm("math", {
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Statistic: undefined,
    Period: undefined,
    ...changes,
  });
const errors = {
  Id: "m",
  MetricStat: { Metric: { Namespace: "N", MetricName: "M" }, Period: 60, Stat: "Sum" },
};

test.each<[string, PutMetricAlarmCommand, string]>([
  [
    "no operator",
    alarm("x", { ComparisonOperator: undefined }),
    "ComparisonOperator must not be null",
  ],
  ["no threshold", alarm("x", { Threshold: undefined }), "Threshold must not be null"],
  [
    "no periods",
    alarm("x", { EvaluationPeriods: undefined }),
    "EvaluationPeriods must not be null",
  ],
  ["no metric", alarm("x", { MetricName: undefined }), "MetricName must not be null"],
  ["no period", alarm("x", { Period: undefined }), "Period must not be null"],
  ["an odd period", alarm("x", { Period: 45 }), "Period must be 10, 20, 30 or a multiple of 60"],
  [
    "two statistics",
    alarm("x", { ExtendedStatistic: "p90" }),
    "Exactly one of Statistic and ExtendedStatistic",
  ],
  [
    "no percentile",
    alarm("x", { Statistic: undefined, ExtendedStatistic: "p101" }),
    "The value p101 for parameter ExtendedStatistic is not supported.",
  ],
  [
    "more to alarm than periods",
    alarm("x", { DatapointsToAlarm: 2 }),
    "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
  ],
  ["a wrong treatment", alarm("x", { TreatMissingData: "maybe" }), "[maybe] is not supported"],
  ["more than a day", alarm("x", { EvaluationPeriods: 1441 }), "more than a day"],
  [
    "more than a week",
    alarm("x", { Period: 3600, EvaluationPeriods: 169 }),
    "more than seven days",
  ],
  ["an action that is none", alarm("x", { AlarmActions: ["me"] }), "Invalid arn syntax: me"],
  [
    "anomaly detection",
    alarm("x", { ComparisonOperator: "GreaterThanUpperThreshold", ThresholdMetricId: "ad1" }),
    "there is no anomaly detection",
  ],
  [
    "PromQL",
    math({ EvaluationCriteria: { PromQLCriteria: { Query: "up" } } }),
    "there are no PromQL queries",
  ],
  [
    "a metric and math",
    alarm("x", { Metrics: [errors] }),
    "MetricName must not be specified together with Metrics",
  ],
  [
    "two results",
    math({ Metrics: [errors, { ...errors, Id: "n" }] }),
    "Exactly one element of the metrics list should return data.",
  ],
  [
    "an expression of nothing",
    math({
      Metrics: [
        { ...errors, ReturnData: false },
        { Id: "e", Expression: "m / missing" },
      ],
    }),
    "there is no query with the id 'missing'",
  ],
  [
    "two periods",
    math({
      Metrics: [
        errors,
        { Id: "n", ReturnData: false, MetricStat: { ...errors.MetricStat, Period: 300 } },
      ],
    }),
    "must have the same period",
  ],
  ["a long name", alarm("x".repeat(256)), "length less than or equal to 255"],
])("an alarm with %s is refused", async (_name, command, problem) => {
  await expect(engine.clients.cloudwatch.send(command)).rejects.toMatchObject({
    Code: "ValidationError",
    message: expect.stringContaining(problem),
    $metadata: { httpStatusCode: 400 },
  });
});

test("alarms are described by name, prefix, state, action, type and page", async () => {
  const { cloudwatch } = engine.clients;
  const action = "arn:aws:lambda:us-east-1:000000000000:function:pager";
  for (const name of ["list-a", "list-b", "list-c"])
    await cloudwatch.send(alarm(name, name === "list-b" ? { OKActions: [action] } : {}));
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: "list-d", AlarmRule: "ALARM(list-a) OR OK(list-b)" }),
  );
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: "list-c", StateValue: "ALARM", StateReason: "x" }),
  );
  const names = async (input: DescribeAlarmsCommandInput) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand(input),
    );
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  };
  const AlarmNamePrefix = "list-";
  expect(await names({ AlarmNamePrefix })).toEqual(["list-a", "list-b", "list-c"]);
  expect(await names({ AlarmNamePrefix, StateValue: "ALARM" })).toEqual(["list-c"]);
  expect(await names({ AlarmNamePrefix, ActionPrefix: "arn:aws:lambda" })).toEqual(["list-b"]);
  expect(await names({ AlarmTypes: ["CompositeAlarm"] })).toEqual(["list-d"]);
  expect(await names({ AlarmNames: ["list-c", "none"] })).toEqual(["list-c"]);
  expect(await names({ ChildrenOfAlarmName: "list-d" })).toEqual(["list-a", "list-b"]);
  expect(await names({ ParentsOfAlarmName: "list-a" })).toEqual(["list-d"]);
  const first = await cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix, MaxRecords: 2 }),
  );
  expect(await names({ AlarmNamePrefix, NextToken: first.NextToken })).toEqual(["list-c"]);
  await expect(names({ AlarmNamePrefix, AlarmNames: ["a"] })).rejects.toMatchObject({
    name: "InvalidParameterCombinationException",
  });
  await expect(names({ NextToken: "nonsense" })).rejects.toMatchObject({
    name: "InvalidNextToken",
  });
});

test("the alarms on a metric are found by exactly its dimensions", async () => {
  const { cloudwatch } = engine.clients;
  const Dimensions = [{ Name: "FunctionName", Value: "mine" }];
  await cloudwatch.send(alarm("of-mine", { Dimensions }));
  const find = async (more: object) => {
    const metric = { Namespace: "AWS/Lambda", MetricName: "Errors", ...more };
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsForMetricCommand(metric));
    return MetricAlarms?.map(({ AlarmName }) => AlarmName);
  };
  expect(await find({ Dimensions })).toEqual(["of-mine"]);
  expect(await find({ Dimensions, Statistic: "Sum", Period: 60 })).toEqual(["of-mine"]);
  expect(await find({ Dimensions, Statistic: "Average" })).toEqual([]);
  expect(await find({})).toEqual([]);
});

test("composite alarms need their alarms, and their alarms cannot go before them", async () => {
  const { cloudwatch } = engine.clients;
  await expect(
    cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: "c", AlarmRule: "ALARM(gone)" })),
  ).rejects.toMatchObject({
    Code: "ValidationError",
    message: "Could not save the composite alarm as alarms [gone] in the alarm rule do not exist",
  });
  await cloudwatch.send(alarm("needed"));
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: "needs", AlarmRule: "ALARM(needed)" }),
  );
  await expect(
    cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["needed"] })),
  ).rejects.toMatchObject({
    message: "Cannot delete needed as there are composite alarm(s) depending on it.",
  });
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["needs"] }));
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["unknown", "needed"] }));
  const { MetricAlarms } = await cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNames: ["needed"] }),
  );
  expect(MetricAlarms).toEqual([]);
});

test("history comes in pages, by type and time, also of alarms that are gone", async () => {
  const { cloudwatch } = engine.clients;
  await cloudwatch.send(alarm("brief"));
  await clock.advance(1_000);
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: "brief", StateValue: "OK", StateReason: "x" }),
  );
  await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ["brief"] }));
  const history = (more: object) =>
    cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: "brief", ...more }));
  const { AlarmHistoryItems: all = [] } = await history({});
  expect(all.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "brief" deleted',
    "Alarm updated from INSUFFICIENT_DATA to OK",
    'Alarm "brief" created',
  ]);
  expect(JSON.parse(all[1]?.HistoryData ?? "")).toEqual({
    version: "1.0",
    oldState: {
      stateValue: "INSUFFICIENT_DATA",
      stateReason: "Unchecked: Initial alarm creation",
    },
    newState: { stateValue: "OK", stateReason: "x" },
  });
  expect(JSON.parse(all[2]?.HistoryData ?? "")).toMatchObject({
    type: "Create",
    createdAlarm: { alarmName: "brief", metricName: "Errors", okactions: [], threshold: 0 },
  });
  const first = await history({ MaxRecords: 1, ScanBy: "TimestampAscending" });
  const second = await history({
    MaxRecords: 1,
    ScanBy: "TimestampAscending",
    NextToken: first.NextToken,
  });
  expect(second.AlarmHistoryItems).toMatchObject([{ HistoryItemType: "StateUpdate" }]);
  const updates = await history({ HistoryItemType: "StateUpdate", EndDate: new Date(0) });
  expect(updates.AlarmHistoryItems).toEqual([]);
});

test("new settings keep an alarm's state and tags; a restart keeps all", async () => {
  const { cloudwatch } = engine.clients;
  await cloudwatch.send(alarm("kept", { Tags: [{ Key: "team", Value: "a" }] }));
  await cloudwatch.send(
    new SetAlarmStateCommand({
      AlarmName: "kept",
      StateValue: "ALARM",
      StateReason: "x",
      StateReasonData: "{}",
    }),
  );
  await cloudwatch.send(alarm("kept", { Threshold: 5, Tags: [{ Key: "team", Value: "b" }] }));
  const ResourceARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:kept";
  await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "x", Value: "y" }] }));
  const { AlarmContributors } = await cloudwatch.send(
    new DescribeAlarmContributorsCommand({ AlarmName: "kept" }),
  );
  expect(AlarmContributors).toEqual([]);
  await engine.engine.close();
  engine = await startEngine({ clock, homeDir: engine.homeDir });
  const again = engine.clients.cloudwatch;
  const found = await again.send(new DescribeAlarmsCommand({ AlarmNames: ["kept"] }));
  expect(found.MetricAlarms).toMatchObject([
    { Threshold: 5, StateValue: "ALARM", StateReason: "x", StateReasonData: "{}" },
  ]);
  const { Tags } = await again.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([
    { Key: "team", Value: "a" },
    { Key: "x", Value: "y" },
  ]);
  await expect(
    again.send(
      new SetAlarmStateCommand({
        AlarmName: "kept",
        StateValue: "OK",
        StateReason: "x",
        StateReasonData: "{",
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidFormatFault" });
});

test("an action really invokes its function", async () => {
  const runner: FunctionRunner = await runFunctions();
  try {
    const { FunctionArn } = await runner.deploy(
      "pager",
      "exports.handler = async (event) => console.log(event.alarmData.state.reason);",
    );
    const { cloudwatch } = runner.clients;
    await cloudwatch.send(alarm("page", { AlarmActions: [FunctionArn ?? ""] }));
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: "page", StateValue: "ALARM", StateReason: "paged!" }),
    );
    await expect
      .poll(() => runner.logged("pager").catch(() => []), { timeout: 20_000 })
      .toContainEqual(expect.stringContaining("paged!"));
  } finally {
    await runner.stop();
  }
});
