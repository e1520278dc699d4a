import { expect, it } from "vitest";
import { pointsAsCsv, refusalOf } from "./load-result";

const refused = (calls: number, throttlesByReason: Record<string, number>) => {
  const none = { calls: 0, latencyMs: null, uncorrectedLatencyMs: null };
  return {
    throttlesByReason,
    outcomes: { warm: none, cold: none, error: none, throttled: { ...none, calls } },
    mostInFlight: 20,
  };
};
const reserved = "ReservedFunctionConcurrentInvocationLimitExceeded";

it("refusals are told with the limit that refused them and what to do", () => {
  expect(refusalOf(refused(0, {}), 3)).toBeUndefined();
  expect(refusalOf(refused(17, { [reserved]: 17 }), 3)).toEqual({
    because: "17 calls were refused: 20 at once, 3 reserved.",
    remedy: "Reserve at least 20, or send fewer at once.",
  });
  expect(refusalOf(refused(1, { ConcurrentInvocationLimitExceeded: 1 }), null)?.because).toBe(
    "1 call was refused. The account's unreserved concurrency is used up by other functions.",
  );
  expect(refusalOf(refused(2, { NewReason: 2 }), null)?.because).toBe(
    "2 calls were refused (NewReason).",
  );
});

it("points become lines of CSV by due time", () => {
  expect(
    pointsAsCsv([
      { dueMs: 20, latencyMs: 5, outcome: "throttled", reason: "A, or B" },
      { dueMs: 10.04, latencyMs: 123.456, ranMs: 120, outcome: "warm" },
    ]),
  ).toBe(
    'dueMs,latencyMs,ranMs,outcome,reason\r\n10.0,123.5,120.0,warm,\r\n20.0,5.0,,throttled,"A, or B"\r\n',
  );
});
