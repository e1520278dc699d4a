import type { FunctionRow, RowMetrics } from "./function-row";
import { effectiveLimit, rowState } from "./function-row";
import { invocationCost } from "./lambda-price";
import { isDeprecated } from "./runtimes";

/** A function with what is known about its metrics. */
export interface ListedFunction extends FunctionRow {
  metrics?: RowMetrics;
  /** List price of the range's invocations, spread to a day. */
  usdPerDay?: number;
}

export const troubles = ["throttled", "errors", "old-runtime"] as const;
export type Trouble = (typeof troubles)[number];

/** What is shown. Values of one filter are alternatives; filters add up. */
export interface FunctionFilter {
  /** Every word must be in the name. */
  text: string;
  runtimes: readonly string[];
  states: readonly string[];
  /** `key=value`, or `key` for any value. */
  tags: readonly string[];
  trouble: readonly Trouble[];
}

export const sortColumns = [
  "name",
  "state",
  "runtime",
  "memory",
  "timeout",
  "concurrency",
  "invocations",
  "errors",
  "rate",
  "throttles",
  "p99",
  "cost",
  "modified",
] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Sort {
  column: SortColumn;
  descending: boolean;
}

/** Errors above this share of the invocations are trouble. */
const troublingErrorRate = 0.001;

export function listed(
  row: FunctionRow,
  metrics: RowMetrics | undefined,
  region: string,
  rangeMs: number,
): ListedFunction {
  if (!metrics) return row;
  if (metrics.totalDurationMs === undefined || metrics.invocations === undefined)
    return { ...row, metrics };
  const { totalUsd } = invocationCost(
    { ...row, region },
    metrics.totalDurationMs,
    metrics.invocations,
  );
  return { ...row, metrics, usdPerDay: (totalUsd * 86_400_000) / rangeMs };
}

export function errorRate({ metrics }: ListedFunction): number | undefined {
  const { invocations, errors } = metrics ?? {};
  return invocations && errors !== undefined ? errors / invocations : undefined;
}

export function hasTrouble(row: ListedFunction, trouble: Trouble, nowMs: number): boolean {
  if (trouble === "throttled") return (row.metrics?.throttles ?? 0) > 0;
  if (trouble === "errors") return (errorRate(row) ?? 0) > troublingErrorRate;
  return isDeprecated(row.runtime, nowMs);
}

export function filterFunctions<Row extends ListedFunction>(
  rows: readonly Row[],
  filter: FunctionFilter,
  nowMs: number,
): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      words.every((word) => row.name.toLowerCase().includes(word)) &&
      oneOf(filter.runtimes, (runtime) => (row.runtime ?? "image") === runtime) &&
      oneOf(filter.states, (state) => rowState(row).word === state) &&
      oneOf(filter.trouble, (trouble) => hasTrouble(row, trouble, nowMs)) &&
      hasTags(row, filter.tags),
  );
}

/** Values of the same tag are alternatives, different tags add up. */
function hasTags({ tags = {} }: FunctionRow, wanted: readonly string[]): boolean {
  const keys = new Set(wanted.map((tag) => tag.split("=")[0] ?? ""));
  return [...keys].every((key) =>
    wanted.some((tag) => {
      const [wantedKey, ...value] = tag.split("=");
      if (wantedKey !== key || !Object.hasOwn(tags, key)) return false;
      return value.length === 0 || tags[key] === value.join("=");
    }),
  );
}

function oneOf<T>(wanted: readonly T[], holds: (value: T) => boolean): boolean {
  return wanted.length === 0 || wanted.some(holds);
}

/** A sorted copy. Rows whose value is not known come last in either direction; equal ones by name. */
export function sortFunctions<Row extends ListedFunction>(
  rows: readonly Row[],
  { column, descending }: Sort,
): Row[] {
  const sign = descending ? -1 : 1;
  // Sorted by name first (mostly they come so), equal values need no look at the names.
  return byName(rows)
    .map((row) => ({ row, value: sortValue(row, column) }))
    .sort((a, b) => {
      if (a.value === undefined) return b.value === undefined ? 0 : 1;
      if (b.value === undefined) return -1;
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

function byName<Row extends ListedFunction>(rows: readonly Row[]): readonly Row[] {
  const isSorted = rows.every((row, index) => index === 0 || rows[index - 1]!.name <= row.name);
  return isSorted ? rows : rows.toSorted((a, b) => compare(a.name, b.name));
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortValue(row: ListedFunction, column: SortColumn): string | number | undefined {
  switch (column) {
    case "name":
      return row.name.toLowerCase();
    case "state":
      return row.state === undefined ? undefined : rowState(row).word;
    case "runtime":
      return row.runtime ?? "image";
    case "memory":
      return row.memoryMb;
    case "timeout":
      return row.timeoutSeconds;
    case "concurrency":
      return concurrencyShare(row);
    case "invocations":
      return row.metrics?.invocations;
    case "errors":
      return row.metrics?.errors;
    case "rate":
      return errorRate(row);
    case "throttles":
      return row.metrics?.throttles;
    case "p99":
      return row.metrics?.durationP99Ms;
    case "cost":
      return row.usdPerDay;
    case "modified":
      return row.lastModified;
  }
}

/** Use of the own limit comes before use of the shared pool, which is counted in thousandths. */
function concurrencyShare(row: ListedFunction): number | undefined {
  const used = row.metrics?.concurrencyP99;
  if (used === undefined) return undefined;
  const own = effectiveLimit(row);
  return own ? 1 + used / Math.max(1, own.limit) : used / 100_000;
}

/** Every value a filter can take, with the number of functions, most first. */
export function filterChoices(
  rows: readonly FunctionRow[],
): Record<"runtimes" | "states" | "tags", [value: string, count: number][]> {
  const count = (values: (row: FunctionRow) => string[]) => {
    const counts = new Map<string, number>();
    for (const row of rows)
      for (const value of values(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort(([a, countA], [b, countB]) => countB - countA || compare(a, b));
  };
  return {
    runtimes: count((row) => [row.runtime ?? "image"]),
    states: count((row) => (row.state === undefined ? [] : [rowState(row).word])),
    tags: count((row) => Object.entries(row.tags ?? {}).map(([key, value]) => `${key}=${value}`)),
  };
}
