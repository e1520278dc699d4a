import { expect, test } from "vitest";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../store/database.ts";
import { MetricStore } from "./metric-store.ts";
import { ManualClock } from "../testing/manual-clock.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const start = Date.UTC(2026, 10, 21, 12);

function open(clock = new ManualClock(start), homeDir = mkdtempSync(join(tmpdir(), "metrics-"))) {
  const store = new MetricStore(openDatabase(homeDir), clock);
  return { store, clock, homeDir };
}

const identity = {
  region: "eu-west-1",
  namespace: "AWS/Lambda",
  name: "Duration",
  dimensions: { FunctionName: "f", Resource: "f" },
};

function read(store: MetricStore, periodSeconds = 60, days = 1) {
  store.settle();
  const seriesId = store.series.find(identity);
  if (seriesId === undefined) return [];
  return store.points.read({
    seriesId,
    startSeconds: start / 1000 - days * 86_400,
    endSeconds: start / 1000 + days * 86_400,
    periodSeconds,
    withSketches: true,
  });
}

test("values of one minute become one aggregate, whatever the order of dimensions", async () => {
  const { store } = open();
  store.record({ ...identity, unit: "Milliseconds", timestampMs: start + 1, value: 10 });
  store.record({
    ...identity,
    dimensions: { Resource: "f", FunctionName: "f" },
    unit: "Milliseconds",
    timestampMs: start + 59_999,
    value: 30,
    count: 3,
  });
  const [point, ...others] = read(store);
  expect(others).toEqual([]);
  expect(point).toMatchObject({
    startSeconds: start / 1000,
    unit: "Milliseconds",
    aggregate: { count: 4, sum: 100, min: 10, max: 30 },
  });
  expect(point?.aggregate.sketch?.count).toBe(4);
});

test("what was recorded and flushed survives a process that never folded it", () => {
  const { store, homeDir, clock } = open();
  store.record({ ...identity, unit: "Milliseconds", timestampMs: start, value: 7 });
  store.flush();
  // No settle and no close: the first store is simply forgotten, as after kill -9.
  const again = open(clock, homeDir).store;
  expect(read(again)).toMatchObject([{ aggregate: { count: 1, sum: 7 } }]);
  again.record({ ...identity, unit: "Milliseconds", timestampMs: start, value: 8 });
  again.settle();
  const third = open(clock, homeDir).store;
  expect(read(third)).toMatchObject([{ aggregate: { count: 2, sum: 15 } }]);
});

test("points grow coarser with age and are gone after 455 days", async () => {
  const { store, clock } = open();
  for (let minute = 0; minute < 120; minute++)
    store.record({
      ...identity,
      unit: "Milliseconds",
      timestampMs: start + minute * minuteMs,
      value: minute,
    });
  expect(read(store)).toHaveLength(120);
  await clock.advance(15 * dayMs + 3 * 3_600_000);
  expect(read(store)).toHaveLength(0);
  expect(read(store, 300)).toHaveLength(24);
  await clock.advance(48 * dayMs);
  expect(read(store, 300)).toHaveLength(0);
  const hours = read(store, 3600);
  expect(hours.map(({ aggregate }) => aggregate.count)).toEqual([60, 60]);
  expect(hours[1]?.aggregate.max).toBe(119);
  expect(hours[1]?.aggregate.sketch?.count).toBe(60);
  await clock.advance(392 * dayMs);
  expect(read(store, 3600)).toHaveLength(0);
});

test("high-resolution values are kept by the second for three hours", async () => {
  const { store, clock } = open();
  for (const second of [0, 1, 2])
    store.record({
      ...identity,
      unit: "Count",
      timestampMs: start + second * 1000,
      value: second,
      highResolution: true,
    });
  expect(read(store, 1)).toHaveLength(3);
  expect(read(store, 60)).toMatchObject([{ aggregate: { count: 3 } }]);
  await clock.advance(4 * 3_600_000);
  expect(read(store, 1)).toMatchObject([{ aggregate: { count: 3 } }]);
});

test("hours and days are read from what is kept of each hour, up to the newest value", () => {
  const { store } = open();
  const minutes = 3 * 24 * 60;
  for (let minute = 0; minute < minutes; minute++)
    store.record({
      ...identity,
      unit: "Milliseconds",
      timestampMs: start - minute * minuteMs,
      value: minute % 2,
    });
  store.settle();
  store.record({ ...identity, unit: "Milliseconds", timestampMs: start, value: 50 });
  const hours = read(store, 3600, 4);
  expect(hours).toHaveLength(73);
  expect(hours.at(-1)?.aggregate).toMatchObject({ count: 2, sum: 50, min: 0, max: 50 });
  expect(hours.at(-1)?.aggregate.sketch?.count).toBe(2);
  const [day] = read(store, 8 * 86_400, 4);
  expect(day?.aggregate).toMatchObject({ count: minutes + 1, sum: minutes / 2 + 50 });
  expect(day?.aggregate.sketch?.count).toBe(minutes + 1);
});

test("a start that no hour begins with is counted from, minute by minute", () => {
  const { store } = open();
  for (const minute of [0, 59, 60, 61])
    store.record({
      ...identity,
      unit: "Milliseconds",
      timestampMs: start + minute * minuteMs,
      value: 1,
    });
  store.settle();
  const seriesId = store.series.find(identity) ?? 0;
  const startSeconds = start / 1000 + 60;
  const endSeconds = startSeconds + 3600;
  const query = { seriesId, startSeconds, endSeconds, periodSeconds: 3600, withSketches: false };
  expect(store.points.read(query)).toMatchObject([{ startSeconds, aggregate: { count: 2 } }]);
});

test("a database from before hours were kept beside minutes is completed", () => {
  const { store, homeDir, clock } = open();
  for (let minute = 0; minute < 90; minute++)
    store.record({
      ...identity,
      unit: "Milliseconds",
      timestampMs: start + minute * minuteMs,
      value: minute,
    });
  store.settle();
  openDatabase(homeDir).exec(
    "DELETE FROM metric_points WHERE resolution_s > 60; DELETE FROM metric_sketches WHERE resolution_s > 60",
  );
  const again = open(clock, homeDir).store;
  const hours = read(again, 3600);
  expect(hours.map(({ aggregate }) => aggregate.count)).toEqual([60, 30]);
  expect(hours[0]?.aggregate.sketch?.count).toBe(60);
});
