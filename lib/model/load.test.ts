import { expect, it } from "vitest";
import { estimateLoad, rateLinesOf } from "./load";
import { loadSchema } from "./load-schema";
import { expectedCount } from "./rate-line";

const parsed = (load: object) => loadSchema.parse(load);
const calls = (load: object) => {
  const checked = parsed(load);
  return expectedCount(rateLinesOf(checked) ?? [], checked.durationSeconds);
};

it("each shape of rate brings as many calls as the area under it", () => {
  const durationSeconds = 30;
  expect(calls({ traffic: { kind: "steady", ratePerSecond: 4 }, durationSeconds })).toBe(120);
  expect(
    calls({
      traffic: { kind: "ramp", fromRatePerSecond: 0, toRatePerSecond: 10 },
      durationSeconds,
    }),
  ).toBe(150);
  expect(
    calls({
      traffic: {
        kind: "burst",
        ratePerSecond: 1,
        burstRatePerSecond: 50,
        startSeconds: 10,
        burstSeconds: 2,
      },
      durationSeconds,
    }),
  ).toBe(128);
  expect(
    calls({
      traffic: { kind: "wave", lowRatePerSecond: 2, highRatePerSecond: 6, periodSeconds: 15 },
      durationSeconds,
    }),
  ).toBeCloseTo(120, 6);
});

it("a value out of range is refused with its field and the range", () => {
  const refusal = (load: object) => {
    const issue = loadSchema.safeParse(load).error?.issues[0];
    return `${issue?.path.join(".")} ${issue?.message}`;
  };
  expect(refusal({ traffic: { kind: "callers", callers: 1_001 } })).toBe(
    "traffic.callers must be a whole number from 1 to 1,000",
  );
  expect(refusal({ traffic: { kind: "steady", ratePerSecond: 0 } })).toBe(
    "traffic.ratePerSecond must be a number from 0.01 to 1,000",
  );
  expect(refusal({ traffic: { kind: "steady", ratePerSecond: 1 }, durationSeconds: 36_000 })).toBe(
    "durationSeconds must be a number from 1 to 3,600",
  );
});

it("the estimate knows calls, price and the worst case", () => {
  const size = { memoryMb: 1024, architecture: "x86_64", region: "us-east-1" } as const;
  const durations = { durationMs: 100, timeoutSeconds: 3 };
  const open = estimateLoad(
    parsed({ traffic: { kind: "steady", ratePerSecond: 10 }, durationSeconds: 60 }),
    size,
    durations,
  );
  expect(open.calls).toBe(600);
  expect(open.usd).toBeCloseTo(600 * (0.1 * 0.0000166667 + 0.0000002), 9);
  expect(open.mostUsd).toBeCloseTo(600 * (3 * 0.0000166667 + 0.0000002), 9);
  const closed = estimateLoad(
    parsed({ traffic: { kind: "callers", callers: 5 }, durationSeconds: 10 }),
    size,
    durations,
  );
  expect(closed.calls).toBe(500);
  const counted = estimateLoad(
    parsed({ traffic: { kind: "callers", callers: 5 }, maximumCalls: 20 }),
    size,
    durations,
  );
  expect(counted.calls).toBe(20);
  expect(counted.mostUsd).toBeCloseTo(20 * (3 * 0.0000166667 + 0.0000002), 9);
});
