import { describe, expect, it } from "vitest";
import { concurrencyAt, demandScale, yOf } from "./demand-scale";

describe("the demand chart's scale", () => {
  const scale = demandScale(400, 180, [120, 200]);

  it("leaves room above what it shows, so that a limit can be dragged up", () => {
    expect(scale.top).toBeGreaterThan(200);
    expect(yOf(scale, 200)).toBeGreaterThan(yOf(scale, scale.top));
  });

  it("finds the concurrency back from where it is drawn", () => {
    for (const concurrency of [0, 1, 77, 200])
      expect(concurrencyAt(scale, yOf(scale, concurrency))).toBe(concurrency);
  });

  it("is not pressed flat by a limit far above the demand, which then stands at the edge", () => {
    const flat = demandScale(400, 5, [900]);
    expect(flat.top).toBeLessThan(20);
    expect(yOf(flat, 900)).toBe(yOf(flat, flat.top));
  });

  it("passes over limits that are not set or not typed yet", () => {
    expect(demandScale(400, 180, [null, undefined, Number.NaN])).toEqual(demandScale(400, 180, []));
  });
});
