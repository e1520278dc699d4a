import { expect, it } from "vitest";
import { layOut } from "./map-layout";

it("keeps three columns apart", () => {
  for (const width of [620, 900, 1240]) {
    const { sourceX, functionX, destinationX, nodeWidth } = layOut(width, 3, 2);
    expect(functionX).toBeGreaterThanOrEqual(sourceX + nodeWidth + 60);
    expect(destinationX).toBeGreaterThanOrEqual(functionX + nodeWidth + 60);
    expect(destinationX + nodeWidth).toBeLessThanOrEqual(width - 16);
  }
});

it("gives names the room of destinations that there are not", () => {
  const { sourceX, functionX, nodeWidth } = layOut(636, 6, 0);
  expect(nodeWidth).toBe(216);
  expect(functionX).toBeGreaterThanOrEqual(sourceX + nodeWidth + 60);
  expect(functionX + nodeWidth).toBeLessThanOrEqual(636 - 16);
});
