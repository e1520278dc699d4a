import { expect, test } from "vitest";
import { defaultSettings } from "../settings.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { InvocationMetrics, type MetricSink, type MetricSubject } from "./invocation-metrics.ts";
import { Leases } from "./lease.ts";

const start = Date.UTC(2026, 0, 1);

function open() {
  const clock = new ManualClock(start);
  const limits = {
    reservedConcurrency: (_region: string, name: string) => (name === "kept" ? 5 : null),
    totalReserved: () => 5,
    provisionedConfigs: () => [],
  };
  const leases = new Leases(limits, defaultSettings, clock);
  const recorded: [minute: number, dimensions: string, name: string, value: number][] = [];
  const sink: MetricSink = {
    recordAll({ dimensions, alsoUnder = [], timestampMs, values }) {
      const minute = (timestampMs - start) / 60_000;
      for (const place of [dimensions, ...alsoUnder])
        for (const [name, , value] of values)
          recorded.push([minute, Object.values(place).join(" "), name, value]);
    },
  };
  const metrics = new InvocationMetrics(sink, leases, clock);
  const run = (functionName: string, qualifier?: string) => {
    const subject: MetricSubject = { region: "us-east-1", functionName, qualifier };
    const lease = leases.acquire({
      region: "us-east-1",
      functionName,
      qualifier,
      provisionedFree: 0,
      provisionedAllocated: 0,
      rateLimited: false,
    });
    metrics.started(subject, lease, undefined, clock.now());
    return () => {
      lease.release();
      metrics.ended(subject);
    };
  };
  return { clock, recorded, run };
}

test("a start says how many run: of the function, as invoked, and in the account", () => {
  const { recorded, run } = open();
  run("f", "live");
  run("kept");
  expect(recorded).toEqual([
    [0, "f", "ConcurrentExecutions", 1],
    [0, "f f:live", "ConcurrentExecutions", 1],
    [0, "", "ConcurrentExecutions", 1],
    [0, "", "UnreservedConcurrentExecutions", 1],
    [0, "", "ClaimedAccountConcurrency", 6],
    [0, "kept", "ConcurrentExecutions", 1],
    [0, "kept kept", "ConcurrentExecutions", 1],
    [0, "", "ConcurrentExecutions", 2],
    [0, "", "UnreservedConcurrentExecutions", 1],
    [0, "", "ClaimedAccountConcurrency", 6],
  ]);
});

test("what runs for minutes counts in each of them, and nothing wakes up afterwards", async () => {
  const { clock, recorded, run } = open();
  await clock.advance(30_000);
  const end = run("f");
  await clock.advance(120_000);
  end();
  expect(clock.pending).toBe(0);
  const ofFunction = recorded.filter(([, dimensions]) => dimensions === "f");
  expect(ofFunction).toEqual([
    [0.5, "f", "ConcurrentExecutions", 1],
    [1, "f", "ConcurrentExecutions", 1],
    [2, "f", "ConcurrentExecutions", 1],
  ]);
});
