import { describe, expect, test } from "vitest";
import { binnedShares, demandShares, peaksOf, scaleTop } from "./demand";

describe("shares of time", () => {
  test("p99 leaves the highest hundredth of the steps out, max does not", () => {
    const demand = new Float32Array(1000).fill(10);
    demand.fill(50, 0, 10);
    expect(demandShares(demand)).toMatchObject({ p99: 10, max: 50 });
    demand.fill(50, 0, 11);
    expect(demandShares(demand)).toMatchObject({ p99: 50, max: 50 });
  });

  test("a part of an environment is a whole one, but rounding noise is none", () => {
    expect(demandShares(Float32Array.of(2.3, 1.00001)).steps).toEqual(Uint32Array.of(0, 1, 0, 1));
  });

  test("without traffic everything is zero", () => {
    const shares = demandShares(new Float32Array(60));
    expect(shares).toMatchObject({ p99: 0, max: 0 });
    expect(binnedShares(shares, 10, 5)).toEqual(new Float64Array(5));
  });

  test("bins gather the levels of a coarse scale and add up to the busy time", () => {
    const shares = demandShares(Float32Array.of(0, 0, 1, 1, 2, 40));
    const bins = binnedShares(shares, 100, 10);
    expect([...bins]).toEqual([0.75, 0, 0, 0.25, 0, 0, 0, 0, 0, 0]);
  });

  test("a level of a fine scale is spread over its stretch", () => {
    const bins = binnedShares(demandShares(Float32Array.of(1, 2)), 2, 8);
    expect([...bins]).toEqual(Array.from({ length: 8 }, () => 0.125));
  });

  test("what lies beyond the scale is not drawn", () => {
    expect([...binnedShares(demandShares(Float32Array.of(30)), 10, 2)]).toEqual([0, 0]);
  });
});

test("a spike survives in fewer columns", () => {
  const values = new Float32Array(10_080);
  values[5_000] = 77;
  expect(Math.max(...peaksOf(values, 104))).toBe(77);
  expect(peaksOf(Float32Array.of(1, 2), 104)).toEqual(Float32Array.of(1, 2));
});

test("a scale ends at a round number with room above the highest value", () => {
  expect([3, 99, 218, 129, 0].map(scaleTop)).toEqual([10, 120, 240, 160, 10]);
});
