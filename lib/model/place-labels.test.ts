import { describe, expect, it } from "vitest";
import { freePlace } from "./place-labels";

const plot = { from: 10, to: 200 };

describe("freePlace", () => {
  it("leaves a label where it belongs when nothing is near", () => {
    expect(freePlace(100, [50, 150], 20, plot)).toBe(100);
  });

  it("moves it to the nearer side of a neighbour", () => {
    expect(freePlace(104, [100], 20, plot)).toBe(120);
    expect(freePlace(96, [100], 20, plot)).toBe(80);
  });

  it("jumps over neighbours that leave no room between them", () => {
    expect(freePlace(105, [100, 130], 20, plot)).toBe(80);
  });

  it("stays within the plot, also when a neighbour sits at its edge", () => {
    expect(freePlace(300, [200], 20, plot)).toBe(180);
    expect(freePlace(5, [], 20, plot)).toBe(10);
  });

  it("gives up where there is no room", () => {
    expect(freePlace(15, [15], 20, { from: 10, to: 20 })).toBe(15);
  });
});
