import { expect, test } from "vitest";
import { simulate } from "./simulate";
import { makeFunction, makeScenario } from "./testing/make-scenario";
import { parseScenario } from "./parse-scenario";

const constant = (meanSeconds: number) => ({ distribution: "constant" as const, meanSeconds });
/** `count` requests within the first thousandth of a second. */
const together = (count: number) => ({
  kind: "series" as const,
  periodSeconds: 0.001,
  counts: [count],
});

function once(each: Parameters<typeof makeFunction>[0], rest: object = {}) {
  return simulate(makeScenario(each, { replications: 1, ...rest })).functions[0]!;
}

test("serves from the environment used last, so the others expire", () => {
  const result = once(
    {
      // Three at once, then one every 10 seconds: only one environment stays in use.
      arrivals: {
        kind: "series",
        periodSeconds: 10,
        counts: [3, ...Array.from({ length: 59 }, () => 1)],
      },
      warmService: constant(1),
      coldService: constant(20),
    },
    { durationSeconds: 600, idleTimeoutSeconds: 60, seriesPeriodSeconds: 1 },
  );
  expect(result.series.environments.at(-1)).toBe(1);
  expect(result.maximumRunning).toBeGreaterThanOrEqual(3);
});

test("an environment stays exactly its idle time", () => {
  const spaced = (seconds: number) =>
    once(
      {
        arrivals: { kind: "series", periodSeconds: seconds, counts: [1, 0, 1] },
        warmService: constant(1),
        coldService: constant(1),
      },
      { durationSeconds: 4000, idleTimeoutSeconds: 600 },
    );
  expect(spaced(200).coldStarts).toBe(1);
  expect(spaced(1000).coldStarts).toBe(2);
  // Two runs of a second and two full idle times.
  expect(spaced(1000).averageEnvironments * 4000).toBeCloseTo(2 * 601, 6);
  expect(spaced(1000).averageIdle * 4000).toBeCloseTo(1200, 6);
});

test("grows by 1,000 environments at once, then by 100 a second", () => {
  const result = once(
    {
      arrivals: { kind: "series", periodSeconds: 0.01, counts: [1500, ...zeros(499), 700] },
      warmService: constant(30),
      coldService: constant(30),
    },
    { durationSeconds: 20, account: { concurrencyLimit: 3000 } },
  );
  // In the hundredth of a second one more is allowed; in the five seconds after it 500.
  expect(result.throttlesByReason.FunctionInvocationRateLimitExceeded).toBeGreaterThanOrEqual(696);
  expect(result.throttlesByReason.FunctionInvocationRateLimitExceeded).toBeLessThanOrEqual(702);
  expect(result.coldStarts).toBe(2200 - result.throttles);
});

test("takes ten requests a second for each unit of concurrency, but not of events", () => {
  const quick = {
    arrivals: { kind: "poisson" as const, ratePerSecond: 200 },
    warmService: constant(0.001),
    coldService: constant(0.001),
    reservedConcurrency: 10,
  };
  const sync = once(quick, { durationSeconds: 1000 });
  expect(sync.throttlesByReason.ReservedFunctionInvocationRateLimitExceeded).toBe(sync.throttles);
  expect(sync.served / 1000).toBeCloseTo(100, 0);
  expect(once({ ...quick, invocation: "async" }, { durationSeconds: 100 }).throttles).toBe(0);

  const unreserved = once(
    { ...quick, reservedConcurrency: null },
    { durationSeconds: 1000, account: { concurrencyLimit: 10 } },
  );
  expect(unreserved.throttlesByReason.FunctionInvocationRateLimitExceeded).toBe(
    unreserved.throttles,
  );
  expect(unreserved.served / 1000).toBeCloseTo(100, 0);
});

test("provisioned environments come first, the rest spills over and is throttled at the reservation", () => {
  const result = once({
    arrivals: together(20),
    warmService: constant(10),
    coldService: constant(12),
    provisionedConcurrency: 4,
    reservedConcurrency: 10,
  });
  expect(result).toMatchObject({ requests: 20, served: 10, throttles: 10, coldStarts: 6 });
  expect(result.provisioned).toMatchObject({ invocations: 4, spillovers: 6 });
  expect(result.provisioned.averageRunning * 600).toBeCloseTo(40, 6);
  // Four for good, six for their cold run and their idle time, which the end cuts off.
  expect(result.averageEnvironments).toBeCloseTo(10, 3);

  const allProvisioned = once({
    arrivals: together(20),
    provisionedConcurrency: 4,
    reservedConcurrency: 4,
  });
  expect(allProvisioned).toMatchObject({ coldStarts: 0, throttles: 16 });
});

test("functions without a reservation share what the others leave", () => {
  const each = { arrivals: together(50), warmService: constant(10), coldService: constant(10) };
  const result = simulate(
    parseScenario({
      durationSeconds: 60,
      replications: 1,
      account: { concurrencyLimit: 60 },
      functions: [
        makeFunction({ ...each, name: "reserved", reservedConcurrency: 20 }),
        makeFunction({ ...each, name: "warm", provisionedConcurrency: 10 }),
        makeFunction({ ...each, name: "rest" }),
      ],
    }),
  );
  const [reserved, warm, rest] = result.functions;
  expect(reserved!.served).toBe(20);
  expect(warm!.provisioned.invocations).toBe(10);
  // 60 less 20 reserved and 10 provisioned leaves 30 for both.
  expect(warm!.provisioned.spillovers + rest!.served).toBe(30);
  expect(rest!.throttlesByReason.ConcurrentInvocationLimitExceeded).toBe(rest!.throttles);
});

test("a client that retries loses fewer requests and waits for them", () => {
  const each = { arrivals: together(10), reservedConcurrency: 5, warmService: constant(1) };
  const lost = once({ ...each, coldService: constant(1) });
  expect(lost).toMatchObject({ served: 5, lost: 5, throttles: 5, throttledRequests: 5 });
  const retried = once({
    ...each,
    coldService: constant(1),
    sync: { maximumAttempts: 20, baseDelaySeconds: 1 },
  });
  expect(retried).toMatchObject({ served: 10, lost: 0, throttledRequests: 5 });
  expect(retried.throttles).toBeGreaterThanOrEqual(5);
  expect(retried.latencySeconds.p99).toBeGreaterThan(1.5);
});

test("events wait 1, 2, 4 ... seconds and run in the end", () => {
  const result = once({
    invocation: "async",
    arrivals: together(2),
    reservedConcurrency: 1,
    warmService: constant(5),
    coldService: constant(5),
  });
  // Refused at once, after 1 and after 3 seconds; free after 5, tried at 7.
  expect(result).toMatchObject({ served: 2, throttles: 3, throttledRequests: 1, coldStarts: 1 });
  expect(result.queueAgeSeconds.maximum).toBe(7);
  expect(result.averageWaiting * 600).toBeCloseTo(7, 6);
});

test("events are dropped at their maximum age, and at once when the function is stopped", () => {
  const hour = { durationSeconds: 3600 };
  const each = {
    invocation: "async" as const,
    arrivals: together(3),
    warmService: constant(3000),
    coldService: constant(3000),
    async: { maximumEventAgeSeconds: 60 },
  };
  expect(once({ ...each, reservedConcurrency: 1 }, hour)).toMatchObject({
    served: 1,
    lost: 2,
    // At 0, 1, 3, 7, 15 and 31 seconds; the next try would be at 63.
    throttles: 12,
    waitingAtEnd: 0,
  });
  expect(once({ ...each, reservedConcurrency: 0 }, hour)).toMatchObject({ lost: 3, throttles: 3 });
});

test("events that fail run again after one and two minutes", () => {
  const result = once({
    invocation: "async",
    arrivals: together(1),
    warmService: constant(1),
    coldService: constant(1),
    errorProbability: 1,
  });
  expect(result).toMatchObject({ invocations: 3, errors: 3, lost: 1, served: 0, requests: 1 });
  expect(result.queueAgeSeconds.maximum).toBeCloseTo(1 + 60 + 1 + 120, 6);
});

test("pollers start at 5 and grow by 300 a minute up to the maximum concurrency", () => {
  const each = {
    invocation: "sqs" as const,
    arrivals: together(10_000),
    warmService: constant(1000),
    coldService: constant(1000),
  };
  const running = (maximumConcurrency: number | null) =>
    once(
      { ...each, sqs: { maximumConcurrency } },
      { durationSeconds: 61, seriesPeriodSeconds: 1, account: { concurrencyLimit: 5000 } },
    ).series.runningMaximum;
  const free = running(null);
  expect(free[0]).toBe(5);
  expect(free[60]! - free[0]!).toBe(300);
  expect(Math.max(...running(20))).toBe(20);
});

test("a reservation below the pollers' concurrency sends messages to the dead-letter queue", () => {
  const result = once({
    invocation: "sqs",
    arrivals: together(100),
    reservedConcurrency: 1,
    warmService: constant(20),
    coldService: constant(20),
    sqs: { visibilityTimeoutSeconds: 30, maxReceiveCount: 2 },
  });
  expect(result.lost).toBeGreaterThan(0);
  expect(result.throttles).toBeGreaterThan(0);
  expect(result.served + result.lost + result.waitingAtEnd).toBe(100);
  const bounded = once({
    invocation: "sqs",
    arrivals: together(100),
    warmService: constant(20),
    coldService: constant(20),
    sqs: { maximumConcurrency: 2, visibilityTimeoutSeconds: 30, maxReceiveCount: 2 },
  });
  expect(bounded).toMatchObject({ lost: 0, throttles: 0 });
});

test("an invocation takes a batch of messages", () => {
  const result = once({
    invocation: "sqs",
    arrivals: together(100),
    warmService: constant(1),
    coldService: constant(1),
    sqs: { batchSize: 10 },
  });
  expect(result.served).toBe(100);
  expect(result.invocations).toBeLessThan(20);
});

test("bills whole milliseconds, init apart, at the region's price", () => {
  const result = once(
    {
      arrivals: { kind: "series", periodSeconds: 100, counts: [1, 1] },
      memoryMb: 1024,
      warmService: constant(0.1004),
      coldService: constant(0.3004),
    },
    { region: "af-south-1" },
  );
  expect(result.billedGbSeconds.init).toBeCloseTo(0.2, 9);
  expect(result.billedGbSeconds.onDemand).toBeCloseTo(0.101 + 0.101, 9);
  expect(result.cost.initUsd).toBeCloseTo(0.2 * 0.0000221, 12);
  expect(result.cost.requestsUsd).toBeCloseTo(2 * 0.0000002, 12);
  const kept = once({ arrivals: together(1), memoryMb: 1024, provisionedConcurrency: 2 });
  expect(kept.billedGbSeconds.provisionedKept).toBe(1200);
  expect(kept.cost.provisionedUsd).toBeGreaterThan(1200 * 0.0000041667);
  expect(kept.cost.onDemandUsd).toBe(0);
});

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
