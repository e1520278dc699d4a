import { expect, test } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import { settingsAfter } from "@/lib/model/settings-after";
import type { BoardLane } from "./board-lane";
import { sortLanes } from "./sort-lanes";

const lane = (name: string, reserved: number | null): BoardLane => {
  const now = { name, row: { name } as FunctionRow, reserved, provisioned: [], queues: [] };
  return { now, after: now };
};
const order = (lanes: BoardLane[]) => sortLanes(lanes, "reserved").map(({ now }) => now.name);

test("the largest reservation comes first, those without one last, equal ones by name", () => {
  expect(order([lane("c", null), lane("b", 0), lane("d", 9), lane("a", 0)])).toEqual([
    "d",
    "a",
    "b",
    "c",
  ]);
});

test("a planned value does not move its lane", () => {
  const small = lane("small", 5);
  const after = settingsAfter(small.now, [
    { kind: "reserved", functionName: "small", before: 5, after: 500 },
  ]);
  expect(order([{ ...small, after }, lane("large", 50)])).toEqual(["large", "small"]);
});
