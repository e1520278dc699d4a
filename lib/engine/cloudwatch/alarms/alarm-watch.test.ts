import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PutCompositeAlarmInput, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { beforeEach, expect, test } from "vitest";
import type { CallContext } from "../../http/service.ts";
import { openDatabase } from "../../store/database.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { MetricStore } from "../metric-store.ts";
import { putCompositeAlarm } from "../operations/put-composite-alarm.ts";
import { putMetricAlarm } from "../operations/put-metric-alarm.ts";
import { setAlarmState } from "../operations/set-alarm-state.ts";
import { AlarmStore } from "./alarm-store.ts";
import { AlarmWatch } from "./alarm-watch.ts";

const context = { region: "us-east-1", accountId: "000000000000" } as CallContext;
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:pager";

type Room = ReturnType<typeof open>;

function open(homeDir = mkdtempSync(join(tmpdir(), "alarms-")), clock = new ManualClock()) {
  const database = openDatabase(homeDir);
  const alarms = new AlarmStore(database);
  const metrics = new MetricStore(database, clock);
  const invoked: { alarmData: Record<string, unknown> }[] = [];
  const watch = new AlarmWatch({
    alarms,
    metrics,
    clock,
    invokeFunction: ({ payload }) => {
      invoked.push(JSON.parse(Buffer.from(payload).toString()) as (typeof invoked)[number]);
    },
    warn: (message, error) => {
      throw new Error(message, { cause: error });
    },
  });
  watch.start();
  const deps = { alarms, watch, metrics, clock };
  return {
    homeDir,
    clock,
    alarms,
    watch,
    invoked,
    put: (input: Partial<PutMetricAlarmInput> = {}) =>
      putMetricAlarm(deps)(
        {
          AlarmName: "errors",
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
          ...input,
        },
        context,
      ),
    combine: (input: Partial<PutCompositeAlarmInput>) =>
      putCompositeAlarm(deps)({ AlarmName: "both", AlarmRule: "TRUE", ...input }, context),
    set: (AlarmName: string, StateValue: "OK" | "ALARM") =>
      setAlarmState(deps)({ AlarmName, StateValue, StateReason: "by hand" }, context),
    count: (value: number, name = "Errors") =>
      metrics.record({
        region: "us-east-1",
        namespace: "AWS/Lambda",
        name,
        dimensions: {},
        unit: "Count",
        timestampMs: clock.now(),
        value,
      }),
    state: (name = "errors") => alarms.find("us-east-1", name)?.state,
    history: (name = "errors") =>
      alarms.history({
        region: "us-east-1",
        alarmName: name,
        alarmTypes: ["MetricAlarm", "CompositeAlarm"],
        fromMs: 0,
        toMs: Infinity,
        ascending: true,
        limit: 100,
      }),
  };
}

let room: Room;
beforeEach(() => {
  room = open();
});
const minuteMs = 60_000;

test("an alarm follows its metric minute by minute, and its history says so", async () => {
  room.put({
    TreatMissingData: "notBreaching",
    AlarmActions: [functionArn],
    OKActions: [functionArn],
  });
  expect(room.state()).toMatchObject({
    value: "INSUFFICIENT_DATA",
    reason: "Unchecked: Initial alarm creation",
  });
  await room.clock.advance(minuteMs + 5_000);
  expect(room.state()?.value).toBe("OK");
  room.count(2);
  await room.clock.advance(minuteMs);
  expect(room.state()).toMatchObject({
    value: "ALARM",
    reason:
      "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (01/01/26 00:01:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).",
    transitionedMs: Date.UTC(2026, 0, 1, 0, 2, 2),
  });
  // Two more minutes the datapoint is the newest there is within the evaluation range.
  await room.clock.advance(2 * minuteMs);
  expect(room.state()?.value).toBe("ALARM");
  await room.clock.advance(minuteMs);
  expect(room.state()?.value).toBe("OK");
  expect(room.history().map(({ summary }) => summary)).toEqual([
    'Alarm "errors" created',
    "Alarm updated from INSUFFICIENT_DATA to OK",
    `Successfully executed action ${functionArn}`,
    "Alarm updated from OK to ALARM",
    `Successfully executed action ${functionArn}`,
    "Alarm updated from ALARM to OK",
    `Successfully executed action ${functionArn}`,
  ]);
});

test("a function is invoked with AWS's event", async () => {
  room.put({
    AlarmDescription: "too many",
    AlarmActions: [functionArn],
    Dimensions: [{ Name: "FunctionName", Value: "f" }],
    Unit: "Count",
  });
  await room.clock.advance(1_000);
  room.set("errors", "ALARM");
  expect(room.invoked).toEqual([
    {
      source: "aws.cloudwatch",
      alarmArn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors",
      accountId: "000000000000",
      time: "2026-01-01T00:00:01.000+0000",
      region: "us-east-1",
      alarmData: {
        alarmName: "errors",
        state: { value: "ALARM", reason: "by hand", timestamp: "2026-01-01T00:00:01.000+0000" },
        previousState: {
          value: "INSUFFICIENT_DATA",
          reason: "Unchecked: Initial alarm creation",
          timestamp: "2026-01-01T00:00:00.000+0000",
        },
        configuration: {
          description: "too many",
          metrics: [
            {
              id: expect.stringMatching(/^[0-9a-f-]{36}$/),
              metricStat: {
                metric: {
                  namespace: "AWS/Lambda",
                  name: "Errors",
                  dimensions: { FunctionName: "f" },
                },
                period: 60,
                stat: "Sum",
                unit: "Count",
              },
              returnData: true,
            },
          ],
        },
      },
    },
  ]);
});

test("what cannot be delivered is noted; disabled actions are not carried out", () => {
  const topicArn = "arn:aws:sns:us-east-1:000000000000:topic";
  room.put({ AlarmActions: [topicArn] });
  room.set("errors", "ALARM");
  expect(room.history().at(-1)?.summary).toBe(
    `Failed to execute action ${topicArn}. Received error: "The local engine carries out actions of Lambda functions only, not of sns"`,
  );
  room.put({ ActionsEnabled: false, OKActions: [functionArn] });
  room.set("errors", "OK");
  expect(room.invoked).toEqual([]);
});

test("short periods are evaluated every 10 seconds, spans of days each hour", async () => {
  await room.clock.advance(minuteMs);
  room.put({ AlarmName: "quick", Period: 10, TreatMissingData: "notBreaching" });
  room.put({
    AlarmName: "slow",
    Period: 86_400,
    EvaluationPeriods: 2,
    TreatMissingData: "breaching",
  });
  await room.clock.advance(12_500);
  expect(room.state("quick")?.value).toBe("OK");
  await room.clock.advance(30 * minuteMs);
  expect(room.state("slow")?.value).toBe("INSUFFICIENT_DATA");
  await room.clock.advance(31 * minuteMs);
  expect(room.state("slow")?.value).toBe("ALARM");
});

test("the window of a longer period slides by the minute", async () => {
  room.put({ Period: 300 });
  await room.clock.advance(3 * minuteMs);
  room.count(1);
  await room.clock.advance(minuteMs + 5_000);
  expect(room.state()?.reason).toContain("[1.0 (31/12/25 23:59:00)]");
});

test("metric math is watched, with percentages of sparse metrics", async () => {
  const metric = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: "AWS/Lambda", MetricName }, Period: 60, Stat: "Sum" },
  });
  room.put({
    Namespace: undefined,
    MetricName: undefined,
    Statistic: undefined,
    Period: undefined,
    Threshold: 10,
    Metrics: [
      metric("errors", "Errors"),
      metric("calls", "Invocations"),
      { Id: "rate", Expression: "100 * errors / calls" },
    ],
  });
  room.count(1);
  room.count(4, "Invocations");
  await room.clock.advance(minuteMs + 5_000);
  expect(room.state()).toMatchObject({
    value: "ALARM",
    reason:
      "Threshold Crossed: 1 datapoint [25.0 (01/01/26 00:00:00)] was greater than the threshold (10.0).",
  });
});

test("a percentile on few samples can be left unevaluated", async () => {
  const percentile = { Statistic: undefined, ExtendedStatistic: "p90", MetricName: "Duration" };
  room.put({ ...percentile, AlarmName: "strict", EvaluateLowSampleCountPercentile: "ignore" });
  room.put({ ...percentile, AlarmName: "eager" });
  for (let i = 0; i < 99; i++) room.count(5, "Duration");
  await room.clock.advance(minuteMs + 5_000);
  expect(room.state("strict")?.value).toBe("INSUFFICIENT_DATA");
  expect(room.state("eager")?.value).toBe("ALARM");
  for (let i = 0; i < 100; i++) room.count(5, "Duration");
  await room.clock.advance(minuteMs);
  expect(room.state("strict")?.value).toBe("ALARM");
});

test("a composite alarm follows its children, and says which", async () => {
  room.put({ AlarmName: "one" });
  room.put({ AlarmName: "two" });
  room.combine({ AlarmRule: "ALARM(one) AND NOT ALARM(two)", AlarmActions: [functionArn] });
  expect(room.state("both")).toMatchObject({
    value: "OK",
    reason:
      "arn:aws:cloudwatch:us-east-1:000000000000:alarm:both was created and its alarm rule evaluates to OK",
  });
  room.combine({ AlarmName: "above", AlarmRule: 'ALARM("both")' });
  await room.clock.advance(1_000);
  room.set("one", "ALARM");
  expect(room.state("both")).toMatchObject({
    value: "ALARM",
    reason:
      "arn:aws:cloudwatch:us-east-1:000000000000:alarm:one transitioned to ALARM at Thursday 01 January, 2026 00:00:01 UTC",
  });
  expect(JSON.parse(room.state("both")?.reasonData ?? "")).toEqual({
    triggeringAlarms: [
      {
        arn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:one",
        state: { value: "ALARM", timestamp: "2026-01-01T00:00:01.000+0000" },
      },
    ],
  });
  expect(room.state("above")?.value).toBe("ALARM");
  expect(room.invoked[0]?.alarmData.configuration).toEqual({
    alarmRule: "ALARM(one) AND NOT ALARM(two)",
  });
  room.set("two", "ALARM");
  expect([room.state("both")?.value, room.state("above")?.value]).toEqual(["OK", "OK"]);
});

test("composite alarms that refer to each other come to rest", () => {
  room.put({ AlarmName: "one" });
  room.combine({ AlarmName: "a", AlarmRule: "ALARM(one)" });
  room.combine({ AlarmName: "b", AlarmRule: "NOT ALARM(a)" });
  room.combine({ AlarmName: "a", AlarmRule: "ALARM(one) OR ALARM(b)" });
  room.set("one", "ALARM");
  expect([room.state("a")?.value, room.state("b")?.value]).toEqual(["ALARM", "OK"]);
});

test("a suppressor holds actions back: wait period, its alarm, extension period", async () => {
  room.put({ AlarmName: "one" });
  room.put({ AlarmName: "maintenance", TreatMissingData: "ignore" });
  room.combine({
    AlarmRule: "ALARM(one)",
    ActionsSuppressor: "maintenance",
    ActionsSuppressorWaitPeriod: 20,
    ActionsSuppressorExtensionPeriod: 30,
    AlarmActions: [functionArn],
  });
  // The period since its creation is over.
  await room.clock.advance(20_000);
  const suppressedBy = () => {
    const alarm = room.alarms.find("us-east-1", "both");
    return alarm?.type === "CompositeAlarm" ? alarm.suppression?.by : undefined;
  };
  room.set("one", "ALARM");
  expect(suppressedBy()).toBe("WaitPeriod");
  await room.clock.advance(10_000);
  room.set("maintenance", "ALARM");
  await room.clock.advance(60_000);
  expect([suppressedBy(), room.invoked.length]).toEqual(["Alarm", 0]);
  room.set("one", "ALARM");
  room.set("maintenance", "OK");
  expect(suppressedBy()).toBe("ExtensionPeriod");
});

test("without its suppressor in alarm the actions come after the wait, also after a restart", async () => {
  room.put({ AlarmName: "one", TreatMissingData: "ignore" });
  room.put({ AlarmName: "maintenance", TreatMissingData: "ignore" });
  room.combine({
    AlarmRule: "ALARM(one)",
    ActionsSuppressor: "maintenance",
    ActionsSuppressorWaitPeriod: 20,
    ActionsSuppressorExtensionPeriod: 30,
    AlarmActions: [functionArn],
  });
  room.set("one", "ALARM");
  await room.clock.advance(19_000);
  room.watch.close();
  const again = open(room.homeDir, room.clock);
  expect(again.invoked).toHaveLength(0);
  await room.clock.advance(1_000);
  expect(again.invoked).toHaveLength(1);
  expect(again.invoked[0]?.alarmData.previousState).toMatchObject({
    actionsSuppressedBy: "WaitPeriod",
  });
});

test("nothing wakes up while there is no alarm to evaluate", () => {
  expect(room.clock.pending).toBe(1);
  room.put();
  expect(room.clock.pending).toBe(2);
});
