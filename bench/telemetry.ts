import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../lib/engine/clock.ts";
import { MetricStore } from "../lib/engine/cloudwatch/metric-store.ts";
import { getMetricData } from "../lib/engine/cloudwatch/operations/get-metric-data.ts";
import type { CallContext } from "../lib/engine/http/service.ts";
import { LogStore } from "../lib/engine/logs/log-store.ts";
import { filterLogEvents } from "../lib/engine/logs/operations/filter-log-events.ts";
import { openDatabase } from "../lib/engine/store/database.ts";

interface Row {
  what: string;
  milliseconds: number;
  floorMilliseconds: number;
  ratio: number;
  floor: string;
}

const region = "us-east-1";
const dayMs = 86_400_000;
const context: CallContext = {
  requestId: "bench",
  region,
  accountId: "000000000000",
  accessKeyId: "bench",
  endpoint: "http://127.0.0.1",
  signal: new AbortController().signal,
};

/** Metrics and logs against bare statements on the same SQLite tables. */
export default async function measure(): Promise<Row[]> {
  const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-bench-"));
  try {
    return [...(await measureMetrics(join(homeDir, "metrics"))), ...(await measureLogs(homeDir))];
  } finally {
    rmSync(homeDir, { recursive: true, force: true });
  }
}

async function measureMetrics(homeDir: string): Promise<Row[]> {
  const database = openDatabase(homeDir);
  const store = new MetricStore(database, systemClock);
  const startMs = Math.floor((Date.now() - dayMs) / 60_000) * 60_000;
  const value = (series: number, minute: number) => ({
    region,
    namespace: "Bench",
    name: "Duration",
    dimensions: { FunctionName: `f${series}` },
    unit: "Milliseconds",
    timestampMs: startMs + minute * 60_000,
    value: 10 + ((series * 31 + minute * 17) % 997),
  });
  for (let minute = 0; minute < 1440; minute++) {
    for (let series = 0; series < 100; series++)
      for (let each = 0; each < 3; each++) store.record(value(series, minute + each * 1e-4));
    store.flush();
    if (minute % 50 === 0) store.settle();
  }
  store.settle();

  const turns = 2_000;
  const recorded = await timed(() => {
    for (let turn = 0; turn < turns; turn++) {
      for (let series = 0; series < 24; series++) store.record(value(series, 1439));
      store.flush();
    }
    store.settle();
  });
  database.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)");
  const insert = database.prepare("INSERT INTO bare (text) VALUES (?)");
  const text = JSON.stringify(Array.from({ length: 24 }, (_, series) => value(series, 1439)));
  const recordFloor = await timed(() => {
    for (let turn = 0; turn < turns; turn++) insert.run(text);
  });

  const query = (Stat: string, Period: number, count: number) =>
    getMetricData(store, systemClock)(
      {
        MetricDataQueries: Array.from({ length: count }, (_, series) => ({
          Id: `q${series}`,
          MetricStat: {
            Metric: {
              Namespace: "Bench",
              MetricName: "Duration",
              Dimensions: [{ Name: "FunctionName", Value: `f${series}` }],
            },
            Period,
            Stat,
          },
        })),
        StartTime: new Date(startMs),
        EndTime: new Date(startMs + dayMs),
        MaxDatapoints: 100_800,
      },
      context,
    );
  const scan = database.prepare(
    "SELECT start_s, count, sum FROM metric_points WHERE series_id = ? AND resolution_s = 60 AND start_s >= ? AND start_s < ?",
  );
  const sketches = database.prepare(
    "SELECT start_s, sketch FROM metric_sketches WHERE series_id = ? AND resolution_s = 60 AND start_s >= ? AND start_s < ?",
  );
  const range = [startMs / 1000, (startMs + dayMs) / 1000];
  const scanAll = (statement: typeof scan, count: number) => () => {
    for (let series = 1; series <= count; series++) statement.all(series, ...range);
  };
  return [
    row(
      `record ${turns * 24} values in ${turns} turns`,
      recorded,
      recordFloor,
      "one bare INSERT a turn",
    ),
    row(
      "GetMetricData 70 sums, 24 h by the minute",
      await timed(() => query("Sum", 60, 70), 5),
      await timed(scanAll(scan, 70), 5),
      "the same rows read bare",
    ),
    row(
      "GetMetricData 100 sums, 24 h by 5 minutes",
      await timed(() => query("Sum", 300, 100), 5),
      await timed(scanAll(scan, 100), 5),
      "the same rows read bare",
    ),
    row(
      "GetMetricData 20 p99, 24 h by 5 minutes",
      await timed(() => query("p99", 300, 20), 5),
      await timed(scanAll(sketches, 20), 5),
      "the same sketches read bare",
    ),
  ];
}

async function measureLogs(homeDir: string): Promise<Row[]> {
  const database = openDatabase(join(homeDir, "logs"));
  const store = new LogStore(database, systemClock);
  const startMs = Date.now() - dayMs;
  const total = 1_000_000;
  const batch = 1_000;
  const appended = await timed(() => {
    for (let first = 0; first < total; first += batch)
      store.put(
        region,
        "group",
        `stream${(first / batch) % 50}`,
        Array.from({ length: batch }, (_, index) => ({
          timestampMs: startMs + (first + index) * 80,
          message: `${first + index} INFO request ${index} took ${(first + index) % 997} ms to answer`,
        })),
      );
  });
  database.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, at INTEGER, text TEXT)");
  const insert = database.prepare("INSERT INTO bare (at, text) VALUES (?, ?)");
  const insertBatch = database.transaction((first: number) => {
    for (let index = first; index < first + batch; index++)
      insert.run(startMs + index * 80, `${index} INFO request ${index} took ${index % 997} ms`);
  });
  const appendFloor = await timed(() => {
    for (let first = 0; first < total; first += batch) insertBatch(first);
  });

  const filter = (input: object) =>
    filterLogEvents(store)({ logGroupName: "group", ...input }, context);
  const middleMs = startMs + 500_000 * 80;
  const bare = database.prepare(
    "SELECT message FROM log_events WHERE group_id = 1 AND timestamp_ms >= ? AND timestamp_ms <= ? LIMIT 100000",
  );
  return [
    row(
      `append ${total} events, ${batch} at a time`,
      appended,
      appendFloor,
      "bare INSERTs without an index",
    ),
    row(
      "FilterLogEvents 750 of 1,000,000 events by time",
      await timed(() => filter({ startTime: middleMs, endTime: middleMs + 60_000 - 1 }), 5),
      await timed(() => bare.all(middleMs, middleMs + 60_000 - 1), 5),
      "the same rows read bare",
    ),
    row(
      "FilterLogEvents for a rare word, one page (100,000 events looked at)",
      await timed(() => filter({ filterPattern: '"999983 INFO"' }), 5),
      await timed(() => bare.all(0, startMs + dayMs), 5),
      "the same rows read bare",
    ),
    row(
      "FilterLogEvents for JSON fields, one page (100,000 events looked at)",
      await timed(() => filter({ filterPattern: "{ $.level = ERROR }" }), 5),
      await timed(() => bare.all(0, startMs + dayMs), 5),
      "the same rows read bare",
    ),
  ];
}

/** The shortest of some runs, in milliseconds. */
async function timed(work: () => unknown, runs = 1): Promise<number> {
  let shortest = Infinity;
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now();
    await work();
    shortest = Math.min(shortest, performance.now() - startedMs);
  }
  return shortest;
}

function row(what: string, milliseconds: number, floorMilliseconds: number, floor: string): Row {
  return {
    what,
    milliseconds: Math.round(milliseconds * 10) / 10,
    floorMilliseconds: Math.round(floorMilliseconds * 10) / 10,
    ratio: Math.round((milliseconds / floorMilliseconds) * 100) / 100,
    floor,
  };
}
