import { describe, expect, it } from "vitest";
import { costCurve, limitTable } from "./cost-curve";
import { fitDemand } from "./fit-demand";
import { coldStartProbability, throttleProbability } from "./per-time";
import { playDemand } from "./play-demand";
import { predictFunction } from "./predict-function";
import type { ConcurrencySettings, ReplayOptions } from "./prediction";
import { recommendAccount } from "./recommend-account";
import { recommendFunction, type RecommendTargets } from "./recommend-function";
import { recordTraffic, replayedFunction } from "./testing/record-traffic";

const minutes = 180;
const options: ReplayOptions = { factor: 1, spike: "none", idleTimeoutSeconds: 600 };
const targets: RecommendTargets = {
  throttleProbability: 0.0001,
  coldStartProbability: 1,
  budgetUsd: null,
};
const settings = (given: Partial<ConcurrencySettings> = {}): ConcurrencySettings => ({
  reservedConcurrency: null,
  provisionedConcurrency: 0,
  queueMaximum: null,
  ...given,
});
const recorded = (perMinute: number, name = "f") =>
  fitDemand(
    {
      ...recordTraffic({
        counts: Array.from({ length: minutes }, () => perMinute),
        meanSeconds: 0.5,
      }),
      name,
    },
    replayedFunction({ name }),
  );
const demand = recorded(1200);
const played = playDemand(demand, options);
const pool = { units: 1000, mean: undefined };
const room = { mostReserved: 900, pool };

describe("recommendFunction", () => {
  it("finds the smallest reservation that meets the target, and says why", () => {
    const {
      settings: found,
      meets,
      why,
    } = recommendFunction(played, settings({ reservedConcurrency: 5 }), targets, room);
    const limit = found.reservedConcurrency!;
    const at = (reservedConcurrency: number) =>
      throttleProbability(predictFunction(played, settings({ reservedConcurrency }), pool));
    expect(at(limit)).toBeLessThanOrEqual(targets.throttleProbability);
    expect(at(limit - 1)).toBeGreaterThan(targets.throttleProbability);
    expect(meets).toEqual({ throttles: true, coldStarts: true, budget: true });
    expect(why).toMatch(
      /^Peaks at \d+ of 5; \d+ (covers every minute of|keeps throttles below 0\.01\u2009%, with \d+ minutes? over in) the last 3 hours\. /,
    );
  });

  it("lets a function keep to the pool that covers it", () => {
    const found = recommendFunction(played, settings(), targets, room);
    expect(found.settings.reservedConcurrency).toBeNull();
    expect(found.why).toMatch(/^Peaks at \d+; the shared pool covers it\. /);
  });

  it("says when the target cannot be met", () => {
    const found = recommendFunction(played, settings({ reservedConcurrency: 5 }), targets, {
      ...room,
      mostReserved: 8,
    });
    expect(found.settings.reservedConcurrency).toBe(8);
    expect(found.meets.throttles).toBe(false);
    expect(found.why).toMatch(/; only 8 can be reserved, which leaves \d+\u2009% throttled\. /);
  });

  it("provisions as little as keeps cold starts below the target", () => {
    const cold = { ...targets, coldStartProbability: 0.0001 };
    const found = recommendFunction(played, settings(), cold, room);
    const provisioned = found.settings.provisionedConcurrency;
    expect(provisioned).toBeGreaterThan(0);
    expect(coldStartProbability(found.prediction)).toBeLessThanOrEqual(0.0001);
    expect(found.why).toContain(`${provisioned} provisioned keep cold starts below 0.01\u2009%`);
  });

  it("provisions what runs so much of the time that it is cheaper than on demand", () => {
    const {
      settings: found,
      prediction,
      why,
    } = recommendFunction(played, settings(), targets, room);
    const bare = predictFunction(played, settings(), pool);
    expect(found.provisionedConcurrency).toBeGreaterThan(0);
    expect(found.provisionedConcurrency).toBeLessThan(12);
    expect(prediction.costUsd).toBeLessThan(bare.costUsd);
    expect(why).toMatch(/ \d+ provisioned run so much of the time that they save \$\d+ a month\.$/);
  });

  it("keeps to the budget, and says what that means for cold starts", () => {
    const base = recommendFunction(played, settings(), targets, room);
    const spent = (base.prediction.costUsd / base.prediction.windowSeconds) * 30 * 86_400;
    const tight = { ...targets, coldStartProbability: 0, budgetUsd: spent * 1.001 };
    const found = recommendFunction(played, settings(), tight, room);
    expect(found.meets).toEqual({ throttles: true, coldStarts: false, budget: true });
    expect(found.why).toMatch(/a month pay for \d+ provisioned, which leave .* cold\.$/);
    const none = recommendFunction(played, settings(), { ...targets, budgetUsd: 1 }, room);
    expect(none.why).toContain("Its calls alone cost more than $1.00 a month.");
  });
});

describe("recommendAccount", () => {
  const demands = [recorded(1200, "a"), recorded(2400, "b"), recorded(60, "c")];
  const present = new Map([
    ["a", settings({ reservedConcurrency: 12 })],
    ["b", settings({ reservedConcurrency: 30 })],
  ]);
  const recommend = (concurrencyLimit: number) =>
    recommendAccount(demands, present, { concurrencyLimit, floor: 10 }, options, targets);

  it("meets the targets where there is room", () => {
    const { functions, leftInPool, why } = recommend(200);
    expect(functions.every(({ meets }) => meets.throttles)).toBe(true);
    const reserved = functions.map((each) => each.settings.reservedConcurrency);
    expect(reserved[2]).toBeNull();
    expect(leftInPool).toBe(200 - reserved[0]! - reserved[1]!);
    expect(why).toContain("All throttle targets are met");
  });

  it("never reserves into the floor, and takes where it hurts least", () => {
    const { functions, leftInPool, why } = recommend(50);
    const reserved = functions.map((each) => each.settings.reservedConcurrency ?? 0);
    expect(reserved.reduce((sum, value) => sum + value, 0)).toBe(40);
    expect(leftInPool).toBe(10);
    // Twice the traffic keeps more than twice as much: what is missing costs the larger one less.
    expect(reserved[1]).toBeGreaterThan(reserved[0]!);
    expect(why).toContain("40 of the account's 50 can be reserved; AWS keeps 10");
    expect(why).toContain("2 functions miss the throttle target.");
  });
});

describe("for the function's page", () => {
  it("draws cost against cold starts from none to the peak", () => {
    const points = costCurve(played, settings(), pool);
    expect(points[0]!.provisionedConcurrency).toBe(0);
    expect(points.at(-1)!.provisionedConcurrency).toBe(Math.ceil(played.peakDemand));
    const cold = points.map((point) => point.coldStartProbability);
    expect(cold).toEqual([...cold].sort((a, b) => b - a));
    expect(points.at(-1)!.monthlyUsd).toBeGreaterThan(points[0]!.monthlyUsd);
  });

  it("lists reservations around the peak, the present one too", () => {
    const rows = limitTable(played, settings({ reservedConcurrency: 13 }), pool, 200);
    expect(rows.map((row) => row.reservedConcurrency)).toContain(13);
    for (const { reservedConcurrency, leftInPool } of rows)
      expect(leftInPool).toBe(200 - reservedConcurrency);
    const throttles = rows.map((row) => row.throttlesPerDay);
    expect(throttles).toEqual([...throttles].sort((a, b) => b - a));
    expect(rows[0]!.stepsOver).toBe(minutes);
  });
});
