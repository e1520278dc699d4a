import { expect, test } from "vitest";
import { parseScenario } from "./parse-scenario";
import { RandomStream } from "./random-stream";
import type { Scenario } from "./scenario";
import { simulate } from "./simulate";
import { makeFunction, makeScenario } from "./testing/make-scenario";

/** Scenarios of every kind, drawn by number: the same number is the same scenario. */
function drawScenario(number: number): Scenario {
  const random = new RandomStream(number, "scenario");
  const from = <T>(...choices: T[]): T => choices[Math.floor(random.next() * choices.length)]!;
  const upTo = (most: number) => Math.floor(random.next() * (most + 1));
  const service = () =>
    from<ReturnType<typeof makeFunction>["warmService"]>(
      { distribution: "constant", meanSeconds: 0.01 + random.next() },
      { distribution: "exponential", meanSeconds: 0.01 + random.next() },
      { distribution: "lognormal", p50Seconds: 0.1, p99Seconds: 0.1 + random.next() * 3 },
      { distribution: "empirical", values: [0.05, 0.1, 0.1, 0.4, 2] },
    );
  const arrivals = () =>
    from<ReturnType<typeof makeFunction>["arrivals"]>(
      { kind: "poisson", ratePerSecond: upTo(60) },
      { kind: "series", periodSeconds: 10, counts: [upTo(500), 0, upTo(900), 3.5], multiplier: 2 },
      { kind: "shape", shape: "ramp", fromRatePerSecond: upTo(20), toRatePerSecond: upTo(90) },
      { kind: "shape", shape: "burst", ratePerSecond: 3, burstRatePerSecond: 300, burstSeconds: 2 },
      { kind: "shape", shape: "daily", lowRatePerSecond: 1, highRatePerSecond: 40 },
    );
  const makeOne = (name: string) => {
    const reservedConcurrency = from(null, null, upTo(20));
    const invocation = from("sync" as const, "sync" as const, "async" as const, "sqs" as const);
    return makeFunction({
      name,
      reservedConcurrency,
      provisionedConcurrency: from(0, 0, Math.min(reservedConcurrency ?? 5, upTo(5))),
      invocation,
      ...(invocation === "sync" && { sync: { maximumAttempts: from(1, 4) } }),
      ...(invocation === "async" && { async: { maximumEventAgeSeconds: from(60, 600) } }),
      ...(invocation === "sqs" && {
        sqs: {
          batchSize: from(1, 7),
          maximumConcurrency: from(null, 2, 20),
          visibilityTimeoutSeconds: from(1, 5, 30),
          maxReceiveCount: from(null, 2),
        },
      }),
      arrivals: arrivals(),
      warmService: service(),
      coldService: service(),
      errorProbability: from(0, 0, 0.2),
    });
  };
  return parseScenario({
    durationSeconds: 120,
    seed: number,
    replications: 1,
    idleTimeoutSeconds: from(0, 5, 600),
    seriesPeriodSeconds: from(0.7, 1, 50),
    account: { concurrencyLimit: 60 + upTo(60), environmentsPer10Seconds: from(5, 1000) },
    functions: ["one", "two", "three"].slice(0, 1 + upTo(2)).map(makeOne),
  });
}

const numbers = Array.from({ length: 150 }, (_, number) => number + 1);

test("whatever the scenario, limits hold and every request is accounted for", () => {
  for (const number of numbers) {
    const scenario = drawScenario(number);
    const { concurrencyLimit } = scenario.account;
    const { functions } = simulate(scenario);
    const label = `scenario ${number}`;
    for (const [index, each] of functions.entries()) {
      const { reservedConcurrency, invocation, sqs, sync } = scenario.functions[index]!;
      if (invocation === "sync" && (sync?.maximumAttempts ?? 1) === 1) {
        expect(each.requests, label).toBe(each.served + each.throttles);
        expect(each.invocations, label).toBe(each.served);
      }
      expect(each.served + each.lost + each.waitingAtEnd, label).toBe(each.requests);
      expect(each.maximumRunning, label).toBeLessThanOrEqual(
        reservedConcurrency ?? concurrencyLimit,
      );
      if (sqs?.maximumConcurrency)
        expect(each.maximumRunning, label).toBeLessThanOrEqual(sqs.maximumConcurrency);
      expect(each.coldStarts, label).toBeLessThanOrEqual(each.invocations);
      expect(each.throttledRequests, label).toBeLessThanOrEqual(
        Math.min(each.requests, each.throttles * (sqs?.batchSize ?? 1)),
      );
      expect(each.averageIdle, label).toBeGreaterThanOrEqual(-1e-9);
      expectSeries(each, label);
    }
    for (const period of functions[0]!.series.running.keys()) {
      const running = functions.reduce((sum, { series }) => sum + series.running[period]!, 0);
      expect(running, label).toBeLessThanOrEqual(concurrencyLimit + 1e-9);
    }
  }
});

type Result = ReturnType<typeof simulate>["functions"][number];

/** The series add up to the figures. */
function expectSeries({ series, ...each }: Result, label: string): void {
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  expect(total(series.requests), label).toBe(each.requests);
  expect(total(series.throttles), label).toBe(each.throttles);
  expect(total(series.coldStarts), label).toBe(each.coldStarts);
  expect(Math.max(...series.runningMaximum), label).toBe(each.maximumRunning);
  const seconds = series.running.map((_, period) =>
    Math.min(series.periodSeconds, 120 - period * series.periodSeconds),
  );
  const average = (values: number[]) =>
    total(values.map((value, period) => value * seconds[period]!)) / 120;
  expect(average(series.running), label).toBeCloseTo(each.averageRunning, 6);
  expect(average(series.idle), label).toBeCloseTo(each.averageIdle, 6);
  expect(average(series.environments), label).toBeCloseTo(each.averageEnvironments, 6);
  expect(average(series.waiting), label).toBeCloseTo(each.averageWaiting, 6);
  for (const [period, running] of series.running.entries())
    expect(running, label).toBeLessThanOrEqual(series.runningMaximum[period]! + 1e-9);
}

test("the same seed gives the same result, another seed another", () => {
  for (const number of numbers.slice(0, 20)) {
    const scenario = { ...drawScenario(number), replications: 2 };
    expect(simulate(scenario)).toEqual(simulate(structuredClone(scenario)));
  }
  const scenario = makeScenario({}, { replications: 2 });
  const other = simulate({ ...scenario, seed: 2 }).functions[0]!;
  expect(other.requests).not.toBe(simulate(scenario).functions[0]!.requests);
});

test("a function's traffic does not depend on the other functions", () => {
  const alone = simulate(makeScenario({ reservedConcurrency: 8 }));
  const together = simulate(
    parseScenario({
      durationSeconds: 600,
      functions: [makeFunction({ name: "other" }), makeFunction({ reservedConcurrency: 8 })],
    }),
  );
  expect(together.functions[1]).toEqual(alone.functions[0]);
});

test("more reserved never throttles more: request by request the same traffic", () => {
  for (const invocation of ["sync", "async"] as const)
    for (const warmService of [
      { distribution: "exponential" as const, meanSeconds: 0.5 },
      { distribution: "lognormal" as const, p50Seconds: 0.3, p99Seconds: 4 },
    ]) {
      let before = Infinity;
      for (let reservedConcurrency = 0; reservedConcurrency <= 24; reservedConcurrency += 2) {
        const { functions } = simulate(
          makeScenario(
            {
              invocation,
              reservedConcurrency,
              warmService,
              coldService: warmService,
              arrivals: { kind: "poisson", ratePerSecond: 15 },
            },
            { replications: 2, durationSeconds: 300 },
          ),
        );
        const refused = functions[0]!.throttledRequests;
        expect(refused).toBeLessThanOrEqual(before);
        before = refused;
      }
    }
});

test("a longer idle time never makes more cold starts, more provisioned never more either", () => {
  const coldStarts = (idleTimeoutSeconds: number, provisionedConcurrency: number) =>
    simulate(
      makeScenario(
        { provisionedConcurrency, arrivals: { kind: "poisson", ratePerSecond: 0.5 } },
        { idleTimeoutSeconds, durationSeconds: 5000, replications: 2 },
      ),
    ).functions[0]!.coldStarts;
  const byIdle = [0, 1, 2, 5, 10, 60, 600].map((seconds) => coldStarts(seconds, 0));
  expect(byIdle).toEqual(byIdle.toSorted((a, b) => b - a));
  const byUnits = [0, 1, 2, 3, 5].map((units) => coldStarts(60, units));
  expect(byUnits).toEqual(byUnits.toSorted((a, b) => b - a));
});
