import type { BoardLane } from "./board-lane";
import type { BoardSort } from "./board-view";
import { predictedValues } from "./predicted-values";

/**
 * Lanes in an order that their planned values do not change, or a lane would run away from the pointer that drags
 * its limit.
 */
export function sortLanes(lanes: readonly BoardLane[], sort: BoardSort): BoardLane[] {
  const valueOf = values[sort];
  return lanes.toSorted(
    (left, right) =>
      valueOf(right) - valueOf(left) || left.now.name.localeCompare(right.now.name, "en"),
  );
}

const values: Record<BoardSort, (lane: BoardLane) => number> = {
  name: () => 0,
  // A function that is stopped has a reservation too, and comes before those without one.
  reserved: ({ now }) => now.reserved ?? -1,
  throttles: ({ predicted }) =>
    predicted ? (predictedValues.throttles.valueOf(predicted.now) ?? 0) : -1,
  peak: ({ demand }) => demand?.shares.max ?? -1,
  cost: ({ predicted }) => (predicted ? (predictedValues.cost.valueOf(predicted.now) ?? 0) : -1),
};
