import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { AlarmStore } from "../lib/engine/cloudwatch/alarms/alarm-store.ts";
import { AlarmWatch } from "../lib/engine/cloudwatch/alarms/alarm-watch.ts";
import { MetricStore } from "../lib/engine/cloudwatch/metric-store.ts";
import { getMetricData } from "../lib/engine/cloudwatch/operations/get-metric-data.ts";
import { putMetricAlarm } from "../lib/engine/cloudwatch/operations/put-metric-alarm.ts";
import type { CallContext } from "../lib/engine/http/service.ts";
import { openDatabase } from "../lib/engine/store/database.ts";
import { ManualClock } from "../lib/engine/testing/manual-clock.ts";

interface Row {
  what: string;
  ms: number;
  floor: string;
  floorMs: number;
  ratio: number;
}

const functions = 200;
const rounds = 3;
const alarmed = 1_000;
const metricNames = ["Invocations", "Errors", "Duration"] as const;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const context = { region: "us-east-1", accountId: "000000000000" } as CallContext;

/**
 * CloudWatch of the engine when it is large: 200 functions with `DAYS` days of minutes (default 14: 15 million
 * rows, so it takes its time to fill them). A page of charts and the evaluation of 1,000 alarms, each beside a plain read of as many rows by SQLite.
 */
export default async function measure(): Promise<Row[]> {
  const days = Number(process.env.DAYS ?? 14);
  const home = mkdtempSync(join(tmpdir(), "lambdeck-bench-metrics-"));
  try {
    const clock = new ManualClock(Date.UTC(2026, 0, 20));
    const database = openDatabase(home);
    const metrics = new MetricStore(database, clock);
    fill(metrics, database, clock.now(), days);
    const read = database.prepare("SELECT * FROM metric_points LIMIT ?").raw();
    const readRows = (count: number) => fastest(() => void read.all(count));

    const rows: Row[] = [];
    const ask = getMetricData(metrics, clock);
    for (const [hours, periodSeconds] of [
      [6, 60],
      [days * 24, 3600],
    ] as const) {
      const input = {
        MetricDataQueries: queries(500, periodSeconds),
        StartTime: new Date(clock.now() - hours * hourMs),
        EndTime: new Date(clock.now()),
      };
      const perQuery = (hours * 3600) / periodSeconds;
      rows.push(
        rowOf(
          `GetMetricData: 500 queries x ${perQuery} points over ${hours} h`,
          await fastest(async () => void (await ask(input, context))),
          `${500 * perQuery} rows read`,
          await readRows(500 * perQuery),
        ),
      );
    }
    rows.push(await evaluation(metrics, new AlarmStore(database), clock, readRows));
    database.close();
    return rows;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A minute's evaluation of 1,000 alarms, each over 5 minutes, of which none changes. */
async function evaluation(
  metrics: MetricStore,
  alarms: AlarmStore,
  clock: ManualClock,
  readRows: (count: number) => Promise<number>,
): Promise<Row> {
  const fail = (message: string) => {
    throw new Error(message);
  };
  const watch = new AlarmWatch({ alarms, metrics, clock, invokeFunction: () => {}, warn: fail });
  watch.start();
  const put = putMetricAlarm({ alarms, watch, metrics, clock });
  for (let index = 0; index < alarmed; index++)
    put(
      {
        AlarmName: `alarm-${index}`,
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: `function-${index % functions}` }],
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: 1e9,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
      },
      context,
    );
  // The first evaluation gives every alarm its state.
  const aMinute = async () => {
    await clock.advance(minuteMs);
    for (let turn = 0; turn < alarmed / 20; turn++) await setImmediate();
  };
  await aMinute();
  const ms = await fastest(aMinute);
  watch.close();
  const rowsRead = alarmed * 7;
  return rowOf(
    `evaluation of ${alarmed} alarms`,
    ms,
    `${rowsRead} rows read`,
    await readRows(rowsRead),
  );
}

function fill(
  metrics: MetricStore,
  database: ReturnType<typeof openDatabase>,
  nowMs: number,
  days: number,
): void {
  const insert = database.prepare("INSERT INTO metric_points VALUES (?, ?, ?, ?, 3, 3, 1, 1)");
  database.transaction(() => {
    for (let index = 0; index < functions; index++)
      for (const name of metricNames) {
        const dimensions = { FunctionName: `function-${index}` };
        const identity = { region: context.region, namespace: "AWS/Lambda", name, dimensions };
        const id = metrics.series.idOf(identity, nowMs);
        const unit = name === "Duration" ? "Milliseconds" : "Count";
        for (const seconds of [60, 300, 3600])
          for (let age = days * 86_400; age > 0; age -= seconds)
            insert.run(id, seconds, nowMs / 1000 - age, unit);
      }
  })();
}

function queries(count: number, periodSeconds: number): MetricDataQuery[] {
  return Array.from({ length: count }, (_, index) => ({
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName: metricNames[index % metricNames.length],
        Dimensions: [{ Name: "FunctionName", Value: `function-${Math.floor(index / 3)}` }],
      },
      Period: periodSeconds,
      Stat: index % metricNames.length === 2 ? "Average" : "Sum",
    },
  }));
}

/** The fastest of a few rounds, in milliseconds: what the machine does beside counts least there. */
async function fastest(action: () => void | Promise<void>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const startedMs = performance.now();
    await action();
    best = Math.min(best, performance.now() - startedMs);
  }
  return best;
}

function rowOf(what: string, ms: number, floor: string, floorMs: number): Row {
  const rounded = (value: number) => Number(value.toFixed(1));
  return { what, ms: rounded(ms), floor, floorMs: rounded(floorMs), ratio: rounded(ms / floorMs) };
}
