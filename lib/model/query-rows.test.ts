import { expect, test } from "vitest";
import { estimateScan, queryTable } from "./insights-query";
import { columnKind, rowsAsCsv, rowsAsJson, sortRows } from "./query-rows";

const table = queryTable([
  [
    { field: "name", value: "b" },
    { field: "ms", value: "10" },
    { field: "@ptr", value: "p1" },
  ],
  [
    { field: "name", value: "=a" },
    { field: "ms", value: "-9.5" },
    { field: "@ptr", value: "p2" },
  ],
  [
    { field: "more", value: '{"x": [1]}' },
    { field: "@ptr", value: "p3" },
  ],
]);

test("columns are as they first appear, and rows need not have them all", () => {
  expect(table.columns).toEqual(["name", "ms", "@ptr", "more"]);
  expect(table.rows[2]).toEqual([null, null, "p3", '{"x": [1]}']);
});

test("numbers are sorted by size, and what is missing comes last either way", () => {
  const names = (direction: "ascending" | "descending") =>
    sortRows(table, 1, direction).map((row) => row[1]);
  expect(names("ascending")).toEqual(["-9.5", "10", null]);
  expect(names("descending")).toEqual(["10", "-9.5", null]);
  expect(sortRows(table, 0, "ascending").map((row) => row[0])).toEqual(["=a", "b", null]);
});

test("a column is of numbers or times only when all its values are", () => {
  const mixed = queryTable([
    [
      { field: "t", value: "2026-11-26 14:18:24.487" },
      { field: "n", value: "1" },
      { field: "m", value: "1" },
    ],
    [
      { field: "t", value: "2026-11-26 14:18:25.000" },
      { field: "n", value: "2e3" },
      { field: "m", value: "1a" },
    ],
  ]);
  expect([0, 1, 2].map((at) => columnKind(mixed, at))).toEqual(["time", "number", "text"]);
});

test("exports leave CloudWatch's pointers out; a spreadsheet runs no formula", () => {
  expect(rowsAsCsv(table)).toBe('name,ms,more\r\nb,10,\r\n\'=a,-9.5,\r\n,,"{""x"": [1]}"\r\n');
  expect(JSON.parse(rowsAsJson(table))).toEqual([
    { name: "b", ms: 10 },
    { name: "=a", ms: -9.5 },
    { more: { x: [1] } },
  ]);
});

test("the scan is estimated from the size of the group and the time it holds", () => {
  const day = 86_400_000;
  const now = 100 * day;
  const last = (days: number) => ({ startMs: now - days * day, endMs: now });
  const group = { name: "g", storedBytes: 1000, createdMs: now - 50 * day };
  expect(estimateScan(group, last(5), now)).toBe(100);
  expect(estimateScan(group, last(90), now)).toBe(1000);
  expect(estimateScan({ ...group, retentionDays: 10 }, last(5), now)).toBe(500);
  expect(estimateScan(group, { startMs: 0, endMs: day }, now)).toBe(0);
  expect(estimateScan({ name: "g" }, last(5), now)).toBeUndefined();
});
