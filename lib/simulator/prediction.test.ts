import { describe, expect, it, test } from "vitest";
import { AccountReplay } from "./account-replay";
import { fitDemand } from "./fit-demand";
import { playDemand } from "./play-demand";
import { predictFunction } from "./predict-function";
import type { ConcurrencySettings, Prediction, ReplayOptions } from "./prediction";
import { scenarioOf } from "./scenario-of";
import { simulate } from "./simulate";
import { recordTraffic, replayedFunction, type RecordedCase } from "./testing/record-traffic";

/** The simulator takes its time on a busy machine. */
const timeout = 240_000;
const minutes = 120;
const options: ReplayOptions = { factor: 1, spike: "none", idleTimeoutSeconds: 600 };
const every = (counts: (minute: number) => number) =>
  Array.from({ length: minutes }, (_, minute) => Math.round(counts(minute)));
const limitedTo = (
  reservedConcurrency: number | null,
  provisionedConcurrency = 0,
): ConcurrencySettings => ({ reservedConcurrency, provisionedConcurrency, queueMaximum: null });
const alone = { units: 1000, mean: undefined };

/** Traffic of different kinds; some of it was throttled when it was recorded. */
const cases: [string, RecordedCase][] = [
  ["even, load 5", { counts: every(() => 600), meanSeconds: 0.5 }],
  ["even, load 50", { counts: every(() => 1000), meanSeconds: 3 }],
  ["wave, load 2 to 18", { counts: every((m) => 1200 + 960 * Math.sin(m / 30)), meanSeconds: 0.5 }],
  [
    "even, load 5, recorded at 8",
    { counts: every(() => 600), meanSeconds: 0.5, reservedConcurrency: 8 },
  ],
  [
    "all in 3 s of a minute",
    {
      counts: every(() => 240),
      shares: every((m) => m % 5).map((m) => (m === 0 ? 0.05 : 1)),
      meanSeconds: 0.5,
    },
  ],
  [
    "in 3 s, recorded at 10",
    {
      counts: every(() => 240),
      shares: every((m) => m % 5).map((m) => (m === 0 ? 0.05 : 1)),
      meanSeconds: 0.5,
      reservedConcurrency: 10,
    },
  ],
  [
    "20 at once",
    { counts: every((m) => (m % 5 === 0 ? 20 : 2)), shares: every(() => 0), meanSeconds: 0.5 },
  ],
  ["long runs of 20 s", { counts: every(() => 30), meanSeconds: 20 }],
  ["short runs of 20 ms", { counts: every(() => 2400), meanSeconds: 0.02 }],
];

test("the prediction at once agrees with the exact simulation", { timeout }, () => {
  const rows: Record<string, unknown>[] = [];
  for (const [what, recorded] of cases) {
    const traffic = recordTraffic(recorded);
    const present = limitedTo(recorded.reservedConcurrency ?? null);
    const demand = fitDemand(traffic, replayedFunction({ settings: present }));
    const peak = Math.max(...traffic.concurrency);
    const trials: [number, ConcurrencySettings][] = [
      [1, limitedTo(Math.ceil(peak * 0.6))],
      [1, limitedTo(Math.ceil(peak * 0.8))],
      [1.5, limitedTo(peak)],
      [2, limitedTo(peak, Math.ceil(peak * 0.4))],
      [1, limitedTo(null, Math.ceil(peak * 0.3))],
    ];
    for (const [factor, settings] of trials) {
      const replay = { ...options, factor };
      const predicted = predictFunction(playDemand(demand, replay), settings, alone);
      const { scenario } = scenarioOf([demand], new Map([["f", settings]]), {
        ...replay,
        concurrencyLimit: 1000,
        requestBudget: 5_000_000,
        replications: 2,
        seed: 1,
      });
      const exact = simulate(scenario).functions[0]!;
      rows.push({
        traffic: what,
        times: factor,
        reserved: settings.reservedConcurrency ?? "none",
        provisioned: settings.provisionedConcurrency,
        throttles: predicted.throttles.toFixed(1),
        "exact throttles": exact.throttles.toFixed(1),
        "cold starts": predicted.coldStarts.toFixed(1),
        "exact cold starts": exact.coldStarts.toFixed(1),
        "cost / exact cost": (predicted.costUsd / exact.cost.totalUsd).toFixed(3),
      });
      // Off by at most one request in a thousand or a third of the throttles, whichever is more.
      const allowed = Math.max(exact.requests * 0.001, exact.throttles * 0.33, 3);
      expect(Math.abs(predicted.throttles - exact.throttles), what).toBeLessThan(allowed);
      expect(Math.abs(predicted.coldStarts - exact.coldStarts), what).toBeLessThan(
        Math.max(exact.requests * 0.0005, exact.coldStarts * 0.5, 10),
      );
      expect(predicted.costUsd / exact.cost.totalUsd).toBeGreaterThan(0.95);
      expect(predicted.costUsd / exact.cost.totalUsd).toBeLessThan(1.05);
      if (settings.provisionedConcurrency > 0)
        expect(predicted.provisionedUtilization).toBeCloseTo(exact.provisioned.utilization, 1);
    }
  }
  console.table(rows);
});

describe("with the present settings", () => {
  it.each(cases.filter(([, { reservedConcurrency }]) => reservedConcurrency))(
    "gives back the throttles that were recorded: %s",
    (_, recorded) => {
      const traffic = recordTraffic(recorded);
      const settings = limitedTo(recorded.reservedConcurrency!);
      const demand = fitDemand(traffic, replayedFunction({ settings }));
      const { throttles, throttled } = predictFunction(
        playDemand(demand, options),
        settings,
        alone,
      );
      const seen = traffic.throttles.reduce((sum, count) => sum + count, 0);
      expect(throttles / seen).toBeGreaterThan(0.98);
      expect(throttles / seen).toBeLessThan(1.02);
      // Minute by minute, not only in sum.
      traffic.throttles.forEach((count, step) =>
        expect(Math.abs(throttled[step]! - count)).toBeLessThan(2 + count * 0.05),
      );
    },
  );

  it("shows as demand what was seen where nothing was throttled", () => {
    const traffic = recordTraffic(cases[2]![1]);
    const demand = fitDemand(traffic, replayedFunction());
    const played = playDemand(demand, options);
    expect([...played.peak]).toEqual([...traffic.concurrency]);
  });
});

describe("a request that comes twenty times at once", () => {
  const counts = every((minute) => (minute === 100 ? 20 : 0));
  const traffic = recordTraffic({ counts, shares: counts.map(() => 0), meanSeconds: 0.5 });
  const demand = fitDemand(traffic, replayedFunction());
  const at = (limit: number) =>
    predictFunction(playDemand(demand, options), limitedTo(limit), alone);

  it("needs twenty places though the minute's average is a sixth", () => {
    expect(demand.requests[100]! * 0.5).toBeLessThan(60 * 0.2);
    expect(at(20)).toMatchObject({ stepsOver: 0, peakDemand: 20 });
    expect(at(20).throttles).toBeLessThan(0.1);
    expect(at(12).throttles).toBeCloseTo(8, 0);
    expect(at(12).stepsOver).toBe(1);
    expect(at(0).throttles).toBeCloseTo(20, 5);
  });

  it.each([0.05, 3, 20])("none is turned away where there are twenty, %d s each", (meanSeconds) => {
    const seen = recordTraffic({ counts, shares: counts.map(() => 0), meanSeconds });
    const settings = limitedTo(20);
    const fitted = fitDemand(seen, replayedFunction({ settings }));
    expect(predictFunction(playDemand(fitted, options), settings, alone).throttles).toBe(0);
  });
});

describe("predictFunction", () => {
  const traffic = recordTraffic({ counts: every(() => 600), meanSeconds: 0.5 });
  const demand = fitDemand(traffic, replayedFunction());
  const played = playDemand(demand, options);
  const at = (limit: number, provisioned = 0) =>
    predictFunction(played, limitedTo(limit, provisioned), alone);

  it("throttles less the higher the limit, and starts cold less the more is provisioned", () => {
    const throttles = [2, 4, 6, 8, 12, 16, 20, 40].map((limit) => at(limit).throttles);
    expect(throttles).toEqual([...throttles].sort((a, b) => b - a));
    const cold = [0, 2, 4, 8, 12, 16].map((provisioned) => at(100, provisioned).coldStarts);
    expect(cold).toEqual([...cold].sort((a, b) => b - a));
    expect(cold[0]).toBeGreaterThan(5);
    expect(at(100, 40).coldStarts).toBeLessThan(0.5);
  });

  it("counts every request once", () => {
    const { requests, invocations, throttles, throttled, windowSeconds } = at(4);
    expect(requests).toBeCloseTo(600 * minutes, 0);
    expect(invocations + throttles).toBeCloseTo(requests, 3);
    expect(throttled.reduce((sum, count) => sum + count, 0) / throttles).toBeCloseTo(1, 3);
    expect(windowSeconds).toBe(minutes * 60);
  });

  it("does not lose what a queue or an event tries again", () => {
    const event = fitDemand({ ...traffic }, replayedFunction({ invocation: "async" }));
    const prediction = predictFunction(playDemand(event, options), limitedTo(4), alone);
    expect(prediction.throttles).toBeGreaterThan(500);
    expect(prediction.invocations).toBe(prediction.requests);
  });

  it("lets messages wait instead of refusing them where the queue's maximum is the lower one", () => {
    const queue = fitDemand({ ...traffic }, replayedFunction({ invocation: "sqs" }));
    const settings = { ...limitedTo(4), queueMaximum: 3 };
    expect(predictFunction(playDemand(queue, options), settings, alone).throttles).toBe(0);
    const above = { ...limitedTo(4), queueMaximum: 30 };
    expect(predictFunction(playDemand(queue, options), above, alone).throttles).toBeGreaterThan(0);
  });

  it("says that nothing ran instead of giving a latency", () => {
    const silent = {
      ...traffic,
      invocations: new Float32Array(3),
      throttles: new Float32Array(3),
      busySeconds: new Float32Array(3),
      concurrency: new Float32Array(3),
      duration: null,
    };
    const prediction = predictFunction(
      playDemand(fitDemand(silent, replayedFunction()), options),
      limitedTo(4),
      alone,
    );
    expect(prediction).toMatchObject({ requests: 0, throttles: 0, coldStarts: 0, costUsd: 0 });
    expect(prediction).toMatchObject({ latencyP99Seconds: null, provisionedUtilization: null });
  });
});

describe("spikes", () => {
  const counts = every((minute) => (minute === 60 ? 900 : 300));
  const demand = fitDemand(recordTraffic({ counts, meanSeconds: 0.5 }), replayedFunction());
  const withSpike = (spike: ReplayOptions["spike"]) =>
    predictFunction(playDemand(demand, { ...options, spike }), limitedTo(16), alone);

  it("come at the busiest moment", () => {
    const requests = (prediction: Prediction) => Math.round(prediction.requests);
    const calm = withSpike("none");
    expect(requests(withSpike("burst")) - requests(calm)).toBe(4 * 900);
    expect(requests(withSpike("flash-sale")) - requests(calm)).toBe(7 * (900 + 29 * 300));
    expect(withSpike("burst").throttles).toBeGreaterThan(calm.throttles + 1000);
  });

  it("make callers repeat what was throttled, and environments start again", () => {
    const calm = withSpike("none");
    expect(withSpike("retry-storm").throttles).toBeGreaterThan(calm.throttles);
    expect(withSpike("cold-region").coldStarts - calm.coldStarts).toBeGreaterThan(8);
  });
});

describe("AccountReplay", () => {
  const names = ["a", "b", "c"];
  const functions = names.map((name) => replayedFunction({ name }));
  const recorded = recordTraffic({ counts: every(() => 1200), meanSeconds: 0.5 });
  const demands = functions.map((each) => fitDemand({ ...recorded, name: each.name }, each));
  const settings = (of: Record<string, ConcurrencySettings>) => new Map(Object.entries(of));

  it(
    "lets functions without a reservation share what is left, as the simulator does",
    { timeout },
    () => {
      const rows = [];
      for (const limit of [25, 30, 40]) {
        const replay = new AccountReplay(demands, limit + 5);
        const own = settings({ a: limitedTo(5) });
        const { functions: predicted, peakConcurrency } = replay.predict(own, options);
        const { scenario } = scenarioOf(demands, own, {
          ...options,
          concurrencyLimit: limit + 5,
          requestBudget: 5_000_000,
          replications: 2,
          seed: 1,
        });
        const exact = simulate(scenario).functions;
        for (const { name, throttles } of exact) {
          const found = predicted.get(name)!.throttles;
          rows.push({
            pool: limit,
            name,
            throttles: found.toFixed(0),
            exact: throttles.toFixed(0),
          });
          expect(Math.abs(found - throttles)).toBeLessThan(50 + throttles * 0.15);
        }
        expect(peakConcurrency).toBeGreaterThan(30);
        expect(peakConcurrency).toBeLessThan(75);
      }
      console.table(rows);
    },
  );

  it("predicts anew only what a change can concern", () => {
    const replay = new AccountReplay(demands, 60);
    const first = replay.predict(settings({ a: limitedTo(20), b: limitedTo(20) }), options);
    const second = replay.predict(settings({ a: limitedTo(20), b: limitedTo(19) }), options);
    expect(second.functions.get("a")).toBe(first.functions.get("a"));
    expect(second.functions.get("b")).not.toBe(first.functions.get("b"));
    // The pool is one larger now.
    expect(second.functions.get("c")).not.toBe(first.functions.get("c"));
    expect(second.pool.units).toBe(21);
  });
});

describe("scenarioOf", () => {
  const counts = every((minute) => (minute === 90 ? 2000 : 100));
  const demand = fitDemand(recordTraffic({ counts, meanSeconds: 0.5 }), replayedFunction());
  const exact = { ...options, concurrencyLimit: 1000, replications: 2, seed: 1 };

  it("plays the whole window when there is time for it", () => {
    const { scenario, ...rest } = scenarioOf([demand], new Map(), { ...exact, requestBudget: 1e6 });
    expect(rest).toEqual({ firstStep: 0, steps: minutes, isWhole: true });
    const requests = simulate(scenario).functions[0]!.requests;
    expect(requests).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

  it("plays the stretch around the busiest moment when there is not", () => {
    const { firstStep, steps, isWhole } = scenarioOf([demand], new Map(), {
      ...exact,
      requestBudget: 5000,
    });
    expect(isWhole).toBe(false);
    expect(steps).toBe(31);
    expect(firstStep).toBeLessThanOrEqual(90);
    expect(firstStep + steps).toBeGreaterThan(90);
  });
});
