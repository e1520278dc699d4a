import { describe, expect, it } from "vitest";
import { countTicks, logTicks, timeTicks } from "@/lib/model/chart-ticks";

const start = Date.UTC(2026, 10, 20, 14, 32);

describe("timeTicks", () => {
  it("gives round times, at most six", () => {
    const ticks = timeTicks({ startMs: start, endMs: start + 86_400_000 });
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(11, 16))).toEqual([
      "18:00",
      "00:00",
      "06:00",
      "12:00",
    ]);
    for (const length of [900_000, 3_600_000, 6 * 3_600_000, 7 * 86_400_000, 400 * 86_400_000])
      expect(timeTicks({ startMs: start, endMs: start + length }).length).toBeLessThanOrEqual(7);
  });

  it("starts days at the zone's midnight", () => {
    const offset = 2 * 3_600_000;
    const [first] = timeTicks({ startMs: start, endMs: start + 5 * 86_400_000 }, offset);
    expect(new Date((first ?? 0) + offset).toISOString().slice(11, 16)).toBe("00:00");
  });
});

describe("countTicks", () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [120, [0, 50, 100, 150]],
    [165_200, [0, 50_000, 100_000, 150_000, 200_000]],
  ])("up to %d", (max, ticks) => {
    expect(countTicks(max)).toEqual(ticks);
  });

  it("divides ratios", () => {
    expect(countTicks(0.0014, false)).toEqual([0, 0.0005, 0.001, 0.0015]);
  });
});

describe("logTicks", () => {
  it("covers the values with round ticks", () => {
    for (const [min, max] of [
      [60, 2900],
      [0.4, 900_000],
      [5, 5],
      [100, 110],
    ] as const) {
      const ticks = logTicks(min, max);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks[0]).toBeLessThanOrEqual(min);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
    }
  });
});
