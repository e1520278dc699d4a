import { expect, test } from "vitest";
import { queryTable } from "./insights-query";
import { levelHistogram, queriedHistogram } from "./level-histogram";
import { BufferedLine } from "./log-buffer";

const minute = 60_000;
const line = (timestampMs: number, message: string) =>
  new BufferedLine({ id: `${timestampMs}`, timestampMs, stream: "s", message });

test("lines are counted by level and step; a part that was not read is not zero", () => {
  const { startMs, stepMs, bars } = levelHistogram(
    [
      line(40 * minute + 1, "[WARNING]\t2026-11-26T14:18:24.487Z\t\tslow"),
      line(41 * minute, "plain words"),
      line(41 * minute + 5, '{"level":"error","msg":"x"}'),
      line(41 * minute + 9, '{"level":"fatal","msg":"x"}'),
      line(199 * minute, "after the span"),
    ],
    { startMs: 0, endMs: 180 * minute },
    39.5 * minute,
  );
  expect([startMs, stepMs, bars.length]).toEqual([0, minute, 180]);
  const counts = bars
    .slice(38, 43)
    .map(({ info, warn, error, incomplete }) => [info, warn, error, incomplete]);
  expect(counts).toEqual([
    [null, null, null, false],
    [0, 0, 0, true],
    [0, 1, 0, false],
    [1, 0, 2, false],
    [0, 0, 0, false],
  ]);
});

test("a query's counts fill the whole span", () => {
  const rows = queryTable([
    [
      { field: "bin(1m)", value: "1970-01-01 00:41:00.000" },
      { field: "total", value: "10" },
      { field: "errors", value: "2" },
      { field: "warnings", value: "1" },
    ],
  ]);
  const { bars } = queriedHistogram(rows, { startMs: 0, endMs: 180 * minute });
  expect(bars[41]).toMatchObject({ info: 7, warn: 1, error: 2 });
  expect(bars[0]).toMatchObject({ info: 0, warn: 0, error: 0 });
});
