import { expect, test } from "vitest";
import { spreadLabels } from "./spread-labels";

const xs = (...places: number[]) =>
  spreadLabels(
    places.map((x) => ({ text: "1234", x })),
    0,
    200,
    6,
  ).map(({ x }) => x);

test("labels with room stay where they are", () => {
  expect(xs(40, 120)).toEqual([40, 120]);
});

test("labels in each other's way move apart, to the right first", () => {
  expect(xs(40, 45, 46)).toEqual([40, 70, 100]);
});

test("at the ends of the line they move back in", () => {
  expect(xs(2, 199)).toEqual([15, 185]);
  expect(xs(190, 195)).toEqual([155, 185]);
});
