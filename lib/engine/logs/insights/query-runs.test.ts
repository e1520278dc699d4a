import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../store/database.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { LogStore } from "../log-store.ts";
import { QueryRuns } from "./query-runs.ts";

const now = Date.UTC(2026, 10, 21, 12);
const region = "us-east-1";
const total = 9_000;

let store: LogStore;
let runs: QueryRuns;

beforeEach(() => {
  const clock = new ManualClock(now);
  store = new LogStore(openDatabase(mkdtempSync(join(tmpdir(), "queries-"))), clock);
  runs = new QueryRuns(store, clock);
  const events = Array.from({ length: total }, (_, index) => ({
    timestampMs: now + index,
    message: `line ${index}`,
  }));
  store.put(region, "g", "s", events);
});

function start(queryString: string, queries = runs) {
  const group = store.groups.find(region, "g");
  if (!group) throw new Error("There is no group");
  const range = { startSeconds: now / 1000, endSeconds: now / 1000 + 3600 };
  return queries.start({
    region,
    accountId: "000000000000",
    groups: [group],
    queryString,
    ...range,
  });
}

async function turns(count: number) {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}

test("a query works in stretches, shows what it has so far, and comes to its end", async () => {
  const run = start("stats count(*) as n");
  expect(run.status).toBe("Scheduled");
  await turns(2);
  expect(run.status).toBe("Running");
  const seen = run.statistics.recordsScanned;
  expect(seen).toBeGreaterThan(0);
  expect(seen).toBeLessThan(total);
  expect(run.results()).toEqual([[{ field: "n", value: String(seen) }]]);
  await turns(10);
  expect(run.status).toBe("Complete");
  expect(run.results()).toEqual([[{ field: "n", value: String(total) }]]);
});

test("a query that is stopped reads no further and keeps what it found", async () => {
  const run = start("stats count(*) as n");
  await turns(2);
  expect(runs.stop(region, run.id)).toBe(true);
  const { recordsScanned } = run.statistics;
  await turns(10);
  expect(run.status).toBe("Cancelled");
  expect(run.statistics.recordsScanned).toBe(recordsScanned);
  expect(run.results()).toEqual([[{ field: "n", value: String(recordsScanned) }]]);
  expect(runs.stop(region, run.id)).toBe(false);
});

test("a regular expression that never ends makes its query fail and holds up nothing else", async () => {
  store.put(region, "g", "s", [{ timestampMs: now, message: `${"a".repeat(40)}!` }]);
  const impatient = new QueryRuns(store, new ManualClock(now), 50);
  const run = start("filter @message like /^(a+)+$/", impatient);
  await turns(20);
  expect(run.status).toBe("Failed");
});

test("the thirty-first query at a time is refused", () => {
  for (let count = 0; count < 30; count++) start("fields @message");
  expect(() => start("fields @message")).toThrow("concurrency limit of [30]");
});

test("closing ends what runs", async () => {
  const run = start("stats count(*) as n");
  await turns(2);
  runs.close();
  const { recordsScanned } = run.statistics;
  await turns(10);
  expect(run.statistics.recordsScanned).toBe(recordsScanned);
});
