import { describe, expect, it } from "vitest";
import { shownLimits } from "./shown-limits";

describe("the reservations of the table", () => {
  it("are those that are marked, and round ones around the peak", () => {
    expect(shownLimits(183, 350, [120, null, 187])).toEqual([
      100, 120, 140, 170, 187, 190, 220, 240,
    ]);
  });

  it("are never more than there is to reserve, but for what is set already", () => {
    expect(shownLimits(183, 150, [160])).toEqual([100, 140, 160]);
  });

  it("are whole numbers for a small function, and none when nothing ran", () => {
    expect(shownLimits(3.2, 900, [2])).toEqual([2, 3, 4, 5]);
    expect(shownLimits(0, 900, [])).toEqual([]);
  });
});
