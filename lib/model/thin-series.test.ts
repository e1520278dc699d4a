import { describe, expect, it } from "vitest";
import { extremesOf, groupSize, highestStep, sumOf } from "./thin-series";

describe("thinning a series for drawing", () => {
  it("keeps single steps while they fit, and as few groups as allowed after that", () => {
    expect(groupSize(180, 360)).toBe(1);
    expect(groupSize(1440, 360)).toBe(4);
    expect(groupSize(10_080, 190)).toBe(54);
  });

  it("keeps a spike of one step, at the side of the group on which it came", () => {
    const values = [5, 5, 5, 90, 5, 80, 5, 5];
    expect(extremesOf(values, 0, 8, 4)).toEqual([
      { first: 5, second: 90 },
      { first: 5, second: 80 },
    ]);
    expect(extremesOf([90, 5, 5, 5], 0, 4, 4)).toEqual([{ first: 90, second: 5 }]);
  });

  it("ends with a shorter group, and begins where it is told", () => {
    expect(extremesOf([1, 2, 3, 4, 5], 1, 5, 3)).toEqual([
      { first: 2, second: 4 },
      { first: 5, second: 5 },
    ]);
  });

  it("finds the highest step of a group, and its sum", () => {
    expect(highestStep([1, 9, 3, 10], 0, 3)).toBe(1);
    expect(sumOf([1, 9, 3, 10], 2, 5)).toBe(13);
  });
});
