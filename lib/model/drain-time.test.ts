import { describe, expect, it } from "vitest";
import { type Backlog, drainInWords, drainTime } from "./drain-time";

/** 10 messages take a second: each batch at a time gets 10/s through. */
const backlog: Backlog = {
  waiting: 60_000,
  arrivedPerSecond: 0,
  batchMessages: 10,
  durationMs: 1_000,
};

describe("drainTime", () => {
  it("is the backlog over what gets through, once the batches have grown", () => {
    // 5, 10, 15, 20 at a time for a second each, then 20: 60,000 messages at 200/s and the start's 300 missing.
    const { seconds, throughPerSecond } = drainTime(backlog, 20);
    expect(throughPerSecond).toBe(200);
    expect(seconds).toBe(300 + 2);
  });

  it("starts with five batches, whatever the maximum", () => {
    expect(drainTime({ ...backlog, waiting: 100 }, 1_000).seconds).toBe(2);
  });

  it("ends never while more arrives than gets through", () => {
    expect(drainTime({ ...backlog, arrivedPerSecond: 200 }, 20).seconds).toBeUndefined();
    expect(drainTime({ ...backlog, arrivedPerSecond: 200 }, 21).seconds).toBeGreaterThan(0);
  });

  it("falls as the maximum rises, and is bounded by the function's limit and by Lambda's", () => {
    const times = [2, 5, 20, 60, 200].map((maximum) => drainTime(backlog, maximum).seconds!);
    expect(times.toSorted((a, b) => b - a)).toEqual(times);
    expect(drainTime({ ...backlog, functionLimit: 8 }, 60).batchesAtATime).toBe(8);
    expect(drainTime(backlog, null).batchesAtATime).toBe(1_250);
  });
});

describe("drainInWords", () => {
  it("says how long, and what that rests on", () => {
    expect(drainInWords(backlog, 20)).toMatchObject({
      text: "60,000 waiting: about 5 minutes until nothing waits.",
      assumption: expect.stringContaining("1,000 ms for 10 messages"),
      grows: false,
    });
    expect(drainInWords({ ...backlog, batchMessages: 1 }, 20).assumption).toContain(
      "ms for a message.",
    );
  });

  it("says that it grows", () => {
    expect(drainInWords({ ...backlog, arrivedPerSecond: 252 }, 20)).toMatchObject({
      text: "The backlog grows: 252/s arrive, 20 at a time get through 200/s.",
      grows: true,
    });
  });
});
