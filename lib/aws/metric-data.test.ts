import { afterEach, expect, test, vi } from "vitest";
import type { Connection } from "@/lib/model/connection";
import { saveSetting } from "@/lib/store/settings";
import { budgetSetting } from "./call-meter";
import { readMetricData } from "./metric-data";
import {
  fakeConnection,
  type FakeCloud,
  type FakeReply,
  type ReceivedCall,
  startFakeCloud,
} from "./testing/fake-cloud";

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 10, 26, 12, 0, 30);

let cloud: FakeCloud;
afterEach(async () => {
  vi.useRealTimers();
  await cloud.stop();
});

interface Question {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: {
    Id: string;
    MetricStat: { Metric: { MetricName: string }; Period: number };
  }[];
}
const questionIn = ({ body }: ReceivedCall) => JSON.parse(body) as Question;

/** Each step of a metric has the minute of the day it began in. */
function answerTo(call: ReceivedCall): FakeReply {
  const { StartTime, EndTime, MetricDataQueries } = questionIn(call);
  return {
    body: {
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Period } }) => {
        const times: number[] = [];
        for (let time = StartTime; time < EndTime; time += Period) times.push(time);
        return {
          Id,
          StatusCode: "Complete",
          Timestamps: times,
          Values: times.map((time) => (time / 60) % 1_440),
        };
      }),
    },
  };
}

const ask = (connection: Connection, metrics: string[], lengthMs = 3_600_000, atMs = nowMs) =>
  readMetricData(
    connection,
    {
      StartTime: new Date(Math.floor((atMs - lengthMs) / minuteMs) * minuteMs),
      EndTime: new Date(atMs),
      MetricDataQueries: metrics.map((metric, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: { Namespace: "AWS/Lambda", MetricName: metric },
          Period: 60,
          Stat: "Sum",
        },
      })),
    },
    atMs,
  );
/** A real account's metrics are asked for sparingly. */
const account = (endpoint: string) =>
  fakeConnection(endpoint, { id: `profile:${endpoint}@us-east-1` });
const metricsIn = (call: ReceivedCall) =>
  questionIn(call).MetricDataQueries.map(({ MetricStat }) => MetricStat.Metric.MetricName);

test("what several ask for at the same time is one call, and each metric is asked for once", async () => {
  cloud = await startFakeCloud(answerTo);
  const connection = account(cloud.endpoint);
  const [first, second] = await Promise.all([
    ask(connection, ["Errors", "Throttles"]),
    ask(connection, ["Invocations", "Errors"], 30 * minuteMs),
  ]);
  expect(cloud.calls.map(metricsIn)).toEqual([["Errors", "Throttles", "Invocations"]]);
  expect(first.points.get("q0")).toHaveLength(61);
  expect(second.points.get("q1")).toHaveLength(31);
  expect(second.points.get("q1")![0]).toEqual({
    timeMs: Date.UTC(2026, 10, 26, 11, 30),
    value: 11 * 60 + 30,
  });
  expect([first.metrics, first.calls]).toEqual([2, 1]);
});

test("a refresh asks only for what may have changed, and gives the whole", async () => {
  cloud = await startFakeCloud(answerTo);
  const connection = account(cloud.endpoint);
  await ask(connection, ["Errors"]);
  const again = await ask(connection, ["Errors"], 3_600_000, nowMs + 1_000);
  expect(again).toMatchObject({ calls: 0, metrics: 0, asOfMs: nowMs });
  const later = await ask(connection, ["Errors"], 3_600_000, nowMs + minuteMs);
  expect(cloud.calls).toHaveLength(2);
  expect(questionIn(cloud.calls[1]!).StartTime * 1000).toBe(Date.UTC(2026, 10, 26, 11, 40));
  const points = later.points.get("q0")!;
  expect(points.map(({ timeMs }) => timeMs)).toEqual(
    Array.from({ length: 61 }, (_, index) => Date.UTC(2026, 10, 26, 11, 1 + index)),
  );
  expect(later.asOfMs).toBe(nowMs + minuteMs);
});

test("a metric that the endpoint does not understand does not cost others theirs", async () => {
  cloud = await startFakeCloud((call) =>
    metricsIn(call).includes("Odd")
      ? {
          status: 400,
          headers: { "x-amzn-errortype": "InvalidParameterValue" },
          body: { message: "odd" },
        }
      : answerTo(call),
  );
  const connection = account(cloud.endpoint);
  const [odd, errors] = await Promise.allSettled([
    ask(connection, ["Odd"]),
    ask(connection, ["Errors"]),
  ]);
  expect(odd).toMatchObject({ status: "rejected", reason: { message: "odd" } });
  expect(errors.status).toBe("fulfilled");
  expect(cloud.calls.map(metricsIn)).toEqual([["Odd", "Errors"], ["Odd"], ["Errors"]]);
});

test("an expression goes with the metrics it is about", async () => {
  cloud = await startFakeCloud(() => ({
    body: { MetricDataResults: [{ Id: "rate", Timestamps: [1], Values: [2] }] },
  }));
  const answer = await readMetricData(account(cloud.endpoint), {
    StartTime: new Date(0),
    EndTime: new Date(minuteMs),
    MetricDataQueries: [
      { Id: "a", ReturnData: false, MetricStat: { Metric: {}, Period: 60, Stat: "Sum" } },
      { Id: "rate", Expression: "a/2" },
    ],
  });
  expect(answer.points.get("rate")).toEqual([{ timeMs: 1_000, value: 2 }]);
  expect(answer.metrics).toBe(1);
});

test("after a throttle nothing is asked for until its time is over", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: nowMs });
  let isThrottled = true;
  cloud = await startFakeCloud((call) =>
    isThrottled
      ? { status: 400, headers: { "x-amzn-errortype": "ThrottlingException" }, body: {} }
      : answerTo(call),
  );
  const connection = account(cloud.endpoint);
  await expect(ask(connection, ["Errors"])).rejects.toMatchObject({ name: "ThrottlingException" });
  const sent = cloud.calls.length;
  isThrottled = false;
  await expect(ask(connection, ["Errors"])).rejects.toMatchObject({
    problem: { kind: "throttled", retryAfterSeconds: 1 },
  });
  expect(cloud.calls).toHaveLength(sent);
  vi.setSystemTime(nowMs + 1_000);
  expect((await ask(connection, ["Errors"])).points.get("q0")).toHaveLength(61);
});

test("when the budget is spent metrics are not asked for, and known ones are still there", async () => {
  cloud = await startFakeCloud(answerTo);
  const connection = account(cloud.endpoint);
  saveSetting(budgetSetting(connection.id), 0.01);
  // A thousand metrics cost one cent.
  await ask(
    connection,
    Array.from({ length: 1_000 }, (_, index) => `M${index}`),
  );
  await expect(ask(connection, ["Errors"])).rejects.toMatchObject({ problem: { kind: "budget" } });
  expect((await ask(connection, ["M0"])).points.get("q0")).toHaveLength(61);
  saveSetting(budgetSetting(connection.id), 0.02);
  expect((await ask(connection, ["Errors"])).metrics).toBe(1);
});
