import { expect, test } from "vitest";
import { queryTable } from "./insights-query";
import { queryChart } from "./query-chart";
import { binFor, readyQueries } from "./ready-queries";

const table = (...rows: Record<string, string>[]) =>
  queryTable(rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value }))));
const t = (minute: number) => `2026-11-26 14:${String(minute).padStart(2, "0")}:00.000`;

test("rows by bin are drawn over time, a missing bin as a gap", () => {
  const chart = queryChart(
    "stats count(*) as n, pct(ms, 99) as p99 by bin(5m)",
    table({ "bin(5m)": t(10), n: "4", p99: "80.5" }, { "bin(5m)": t(0), n: "2", p99: "60" }),
  );
  expect(chart).toMatchObject({
    kind: "time",
    startMs: Date.UTC(2026, 10, 26, 14),
    stepMs: 300_000,
    series: [
      { label: "n", adds: true },
      { label: "p99", adds: false },
    ],
    left: 0,
  });
  expect(chart?.kind === "time" && chart.points.map(({ values }) => values)).toEqual([
    [2, 60],
    [null, null],
    [4, 80.5],
  ]);
});

test("a name beside the bin makes a series of each, the largest eight", () => {
  const rows = Array.from({ length: 10 }, (_, i) => [
    { "bin(1m)": t(0), level: `l${i}`, "count(*)": String(i) },
    { "bin(1m)": t(1), level: `l${i}`, "count(*)": "1" },
  ]).flat();
  const chart = queryChart("fields level | stats count(*) by bin(1m), level", table(...rows));
  expect(chart).toMatchObject({ kind: "time", left: 2, stepMs: 60_000 });
  expect(chart?.kind === "time" && chart.series[0]).toEqual({ label: "l9", adds: true });
});

test("a bin with a name of its own, and one whose width the query does not say", () => {
  const rows = table({ time: t(0), n: "1" }, { time: t(20), n: "1" }, { time: t(30), n: "1" });
  expect(queryChart("stats count(*) as n by bin(600s) as time", rows)).toMatchObject({
    stepMs: 600_000,
  });
  expect(queryChart("stats count(*) as n by floorOfTime as time", rows)).toMatchObject({
    stepMs: 600_000,
  });
});

test("rows by name are bars, the largest first", () => {
  expect(
    queryChart(
      "stats count(*) as errors, latest(@timestamp) as last by what",
      table({ what: "a", errors: "1", last: t(0) }, { what: "b", errors: "7", last: t(1) }),
    ),
  ).toEqual({
    kind: "categories",
    label: "what",
    value: "errors",
    bars: [
      { name: "b", value: 7 },
      { name: "a", value: 1 },
    ],
    left: 0,
  });
});

test.each<[string, string, Record<string, string>[]]>([
  [
    "lines",
    "fields @timestamp, ms",
    [
      { "@timestamp": t(0), ms: "1" },
      { "@timestamp": t(1), ms: "2" },
    ],
  ],
  ["a single row", "stats count(*) by bin(1m)", [{ "bin(1m)": t(0), "count(*)": "1" }]],
  [
    "rows without a number",
    "stats latest(a) as x by b",
    [
      { b: "1x", x: "q" },
      { b: "2x", x: "r" },
    ],
  ],
  [
    "more steps than a chart can hold",
    "stats count(*) as n by bin(1s)",
    [
      { "bin(1s)": t(0), n: "1" },
      { "bin(1s)": t(50), n: "1" },
    ],
  ],
])("%s are not drawn", (_, text, rows) => {
  expect(queryChart(text, table(...rows))).toBeUndefined();
});

test("ready queries have the width of the time, and ask only the function's streams of a shared group", () => {
  expect(binFor(3_600_000)).toEqual({ bin: "30s", seconds: 30 });
  expect(binFor(86_400_000).bin).toBe("15m");
  expect(binFor(14 * 86_400_000).bin).toBe("6h");
  expect(binFor(400 * 86_400_000).bin).toBe("1d");
  const own = readyQueries("5m", "cart");
  expect(own.every(({ text }) => text.startsWith('filter @logStream like "/cart["\n| '))).toBe(
    true,
  );
  expect(readyQueries("5m").some(({ text }) => text.includes("bin(5m)"))).toBe(true);
});
