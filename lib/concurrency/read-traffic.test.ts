import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  fakeConnection,
  startFakeCloud,
  type FakeCloud,
  type ReceivedCall,
} from "@/lib/aws/testing/fake-cloud";
import { database } from "@/lib/store/database";
import { readTraffic } from "./read-traffic";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Three minutes after a full hour, when its last minute is complete: there the window ends. */
const now = Date.UTC(2026, 10, 21, 14, 3);

interface Asked {
  startMs: number;
  endMs: number;
  queries: { Id: string; MetricStat: { Period: number; Stat: string; Metric: never } }[];
}

let home: string;
let cloud: FakeCloud;
let asked: Asked[];
let unanswered = "";

/** Every minute has 2 invocations of 300 ms, 1 throttle and 3 at once. */
const values: Record<string, number> = { 0: 2, 1: 1, 2: 600, 3: 3 };

function answer(call: ReceivedCall) {
  const input = JSON.parse(call.body) as {
    StartTime: number;
    EndTime: number;
    MetricDataQueries: Asked["queries"];
  };
  const startMs = input.StartTime * 1000;
  const endMs = input.EndTime * 1000;
  asked.push({ startMs, endMs, queries: input.MetricDataQueries });
  return {
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: {
      MetricDataResults: input.MetricDataQueries.filter(({ Id }) => Id !== unanswered).map(
        ({ Id, MetricStat }) => {
          const column = Id.split("_")[1]!;
          const times = Array.from(
            { length: Math.ceil((endMs - startMs) / 1000 / MetricStat.Period) },
            (_, step) => startMs / 1000 + step * MetricStat.Period,
          );
          const value = values[column] ?? { Average: 300, p50: 250, p99: 900 }[column];
          return {
            Id,
            StatusCode: "Complete",
            Timestamps: times,
            Values: times.map(() => value),
          };
        },
      ),
    },
  };
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-traffic-"));
  vi.stubEnv("LAMBDECK_HOME", home);
  asked = [];
  unanswered = "";
  cloud = await startFakeCloud(answer);
});
afterEach(async () => {
  await cloud.stop();
  database().close();
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("lambdeck.database")];
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const read = (nowMs: number, window: "3h" | "24h" | "7d" | "14d", ...names: string[]) =>
  readTraffic(fakeConnection(cloud.endpoint), { names, window, init: false }, nowMs);

describe("readTraffic", () => {
  it("gives minutes in the product's units, up to the newest that is complete", async () => {
    const traffic = await read(now, "3h", "f");
    expect(traffic).toMatchObject({
      startMs: Date.UTC(2026, 10, 21, 11, 0),
      completeUntilMs: Date.UTC(2026, 10, 21, 14, 0),
      stepMs: minuteMs,
      length: 180,
      problems: [],
    });
    const [f] = traffic.functions;
    expect(f!.duration).toEqual({ averageSeconds: 0.3, p50Seconds: 0.25, p99Seconds: 0.9 });
    expect([...f!.invocations.slice(0, 2), f!.throttles[179], f!.concurrency[0]]).toEqual([
      2, 2, 1, 3,
    ]);
    expect(f!.busySeconds[5]).toBeCloseTo(0.6);
  });

  it("asks once, and later only for the minutes that have come", async () => {
    await read(now, "3h", "f");
    asked = [];
    const again = await read(now + minuteMs, "3h", "f");
    expect(asked).toEqual([]);
    expect(again.use).toEqual({ calls: 0, metrics: 0, costUsd: 0 });
    const later = await read(now + 5 * minuteMs, "3h", "f");
    expect(asked.map(({ startMs, endMs }) => (endMs - startMs) / minuteMs)).toEqual([5]);
    expect(later.use).toEqual({ calls: 1, metrics: 4, costUsd: 0.00004 });
    expect(later.functions[0]!.invocations.every((count) => count === 2)).toBe(true);
  });

  it("asks for what a longer window lacks before what is known", async () => {
    await read(now, "3h", "f");
    asked = [];
    const longer = await read(now, "24h", "f");
    expect(longer.length).toBe(1440);
    expect(asked[0]).toMatchObject({
      startMs: Date.UTC(2026, 10, 20, 14, 0),
      endMs: Date.UTC(2026, 10, 21, 11, 0),
    });
    expect(longer.functions[0]!.busySeconds.every((seconds) => seconds > 0.5)).toBe(true);
  });

  it("keeps no more than 500 metrics and 100,800 datapoints in a call", async () => {
    await read(now, "14d", "a", "b", "c");
    for (const { startMs, endMs, queries } of asked) {
      expect(queries.length).toBeLessThanOrEqual(500);
      expect(
        (queries.length * (endMs - startMs)) / 1000 / queries[0]!.MetricStat.Period,
      ).toBeLessThanOrEqual(100_800);
    }
    // 12 metrics by the minute, five at a time, and 9 percentiles at once.
    expect(asked.map(({ queries }) => queries.length)).toEqual([5, 5, 2, 9]);
  });

  it("does not keep what was not answered, and says so", async () => {
    unanswered = "f0_1";
    const traffic = await read(now, "3h", "f");
    expect(traffic.problems[0]?.detail).toContain("gave no result for Throttles");
    expect(traffic.functions[0]!.throttles[0]).toBe(0);
    unanswered = "";
    expect((await read(now, "3h", "f")).functions[0]!.throttles[0]).toBe(1);
  });

  it("drops days that CloudWatch has dropped too", async () => {
    await read(now, "3h", "f");
    await read(now + 20 * dayMs, "3h", "f");
    const { days } = database().prepare("SELECT count(*) AS days FROM traffic_day").get() as {
      days: number;
    };
    expect(days).toBe(1);
  });
});
