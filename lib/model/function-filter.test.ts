import { expect, test } from "vitest";
import {
  filterChoices,
  filterFunctions,
  listed,
  sortFunctions,
  type FunctionFilter,
  type ListedFunction,
} from "./function-filter";
import type { FunctionRow, RowMetrics } from "./function-row";

const nowMs = Date.UTC(2026, 10, 21);
const everything: FunctionFilter = { text: "", runtimes: [], states: [], tags: [], trouble: [] };

const row = (name: string, more: Partial<ListedFunction> = {}): ListedFunction => ({
  name,
  arn: `arn:${name}`,
  runtime: "nodejs24.x",
  packageType: "Zip",
  architecture: "x86_64",
  memoryMb: 128,
  timeoutSeconds: 3,
  ephemeralStorageMb: 512,
  description: "",
  codeSizeBytes: 1,
  ...more,
});
const metrics = (more: Partial<RowMetrics>): RowMetrics => ({
  invocations: 0,
  errors: 0,
  throttles: 0,
  totalDurationMs: 0,
  sparkline: [],
  ...more,
});
const names = (rows: FunctionRow[]) => rows.map(({ name }) => name);

const rows = [
  row("checkout-api", {
    state: "Active",
    tags: { team: "shop", env: "prod" },
    metrics: metrics({ invocations: 1000, throttles: 3 }),
  }),
  row("image-resizer", {
    runtime: "nodejs18.x",
    tags: { team: "media" },
    metrics: metrics({ invocations: 10, errors: 1 }),
  }),
  row("api-docs", { runtime: undefined, packageType: "Image", state: "Pending" }),
];
const filtered = (filter: Partial<FunctionFilter>) =>
  names(filterFunctions(rows, { ...everything, ...filter }, nowMs));

test("words of the name, in any order", () => {
  expect(filtered({ text: "api" })).toEqual(["checkout-api", "api-docs"]);
  expect(filtered({ text: "API check" })).toEqual(["checkout-api"]);
});

test("filters add up, values of one are alternatives", () => {
  expect(filtered({ runtimes: ["nodejs18.x", "image"] })).toEqual(["image-resizer", "api-docs"]);
  expect(filtered({ runtimes: ["nodejs18.x"], text: "api" })).toEqual([]);
  expect(filtered({ states: ["Creating"] })).toEqual(["api-docs"]);
});

test("tags: same key alternatives, different keys together, a key alone any value", () => {
  expect(filtered({ tags: ["team=shop", "team=media"] })).toEqual([
    "checkout-api",
    "image-resizer",
  ]);
  expect(filtered({ tags: ["team=shop", "env=test"] })).toEqual([]);
  expect(filtered({ tags: ["env"] })).toEqual(["checkout-api"]);
});

test("trouble", () => {
  expect(filtered({ trouble: ["throttled"] })).toEqual(["checkout-api"]);
  expect(filtered({ trouble: ["errors"] })).toEqual(["image-resizer"]);
  expect(filtered({ trouble: ["old-runtime"] })).toEqual(["image-resizer"]);
});

test("unknown values come last in both directions", () => {
  const sorted = (descending: boolean) =>
    names(sortFunctions(rows, { column: "invocations", descending }));
  expect(sorted(true)).toEqual(["checkout-api", "image-resizer", "api-docs"]);
  expect(sorted(false)).toEqual(["image-resizer", "checkout-api", "api-docs"]);
});

test("use of an own limit comes before use of the pool", () => {
  const used = (name: string, p99: number, reserved: number | null) =>
    row(name, { reservedConcurrency: reserved, metrics: metrics({ concurrencyP99: p99 }) });
  const sorted = sortFunctions(
    [used("pool", 500, null), used("half", 5, 10), used("full", 3, 3), row("none")],
    {
      column: "concurrency",
      descending: true,
    },
  );
  expect(names(sorted)).toEqual(["full", "half", "pool", "none"]);
});

test("cost is the list price, spread to a day", () => {
  const hour = listed(
    row("a", { memoryMb: 1024 }),
    metrics({ invocations: 1000, totalDurationMs: 100_000 }),
    "us-east-1",
    3_600_000,
  );
  expect(hour.usdPerDay).toBeCloseTo(24 * (100 * 0.0000166667 + 1000 * 0.0000002), 8);
  expect(listed(row("a"), undefined, "us-east-1", 1)).not.toHaveProperty("usdPerDay");
});

test("choices are counted", () => {
  expect(filterChoices(rows)).toEqual({
    runtimes: [
      ["image", 1],
      ["nodejs18.x", 1],
      ["nodejs24.x", 1],
    ],
    states: [
      ["Active", 1],
      ["Creating", 1],
    ],
    tags: [
      ["env=prod", 1],
      ["team=media", 1],
      ["team=shop", 1],
    ],
  });
});

test("10,000 rows are filtered and sorted well within a frame or three", () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    row(`function-${(index * 7919) % 10_000}`, {
      metrics: metrics({ invocations: (index * 104_729) % 9973 }),
    }),
  );
  const shown = sortFunctions(filterFunctions(many, { ...everything, text: "9" }, nowMs), {
    column: "invocations",
    descending: true,
  });
  expect(shown.length).toBe(3439);
  expect(shown[0]!.metrics!.invocations).toBeGreaterThanOrEqual(shown[1]!.metrics!.invocations!);
});
