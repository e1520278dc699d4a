import { expect, test } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import type { BoardLane } from "./board-lane";
import { whyRefused } from "./why-refused";

const lane = (name: string, reserved: number | null): BoardLane => {
  const now = { name, row: { name } as FunctionRow, reserved, provisioned: [], queues: [] };
  return { now, after: now };
};
const lanes = [lane("own", 5), lane("poor", null), lane("rich", null), lane("other", null)];
const holders = [
  { name: "rich", running: 800, throttled: 0 },
  { name: "other", running: 90, throttled: 0 },
  { name: "own", running: 5, throttled: 12 },
  { name: "poor", running: 0, throttled: 7 },
];

test("a function with a reservation was refused by that, whoever else ran", () => {
  expect(whyRefused(holders[2]!, holders, lanes)).toBe(
    "own was refused 12 times by its own reservation of 5: nobody else took it.",
  );
});

test("one without names those who held most of the pool, but none with a reservation", () => {
  expect(whyRefused(holders[3]!, holders, lanes)).toBe(
    "poor was refused 7 times in the unreserved pool, of which the most was held by rich 800, other 90.",
  );
});

test("alone in the pool there is nobody to name", () => {
  expect(whyRefused(holders[3]!, [holders[3]!], lanes)).toContain("which it had to itself");
});
