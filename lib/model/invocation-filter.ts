import { isFailure, type Outcome } from "./invocation";
import type { InvocationTable } from "./invocation-table";
import type { TimeSpan } from "./time-range";

/** Which requests are wanted; absent: all. */
export interface InvocationFilter {
  only?: "cold" | "errors" | Outcome;
  slowerThanMs?: number;
  version?: string;
  /** Start and duration, as drawn in the plot. */
  box?: TimeSpan & { leastMs: number; mostMs: number };
  /** Rows whose id or lines hold what is looked for. */
  found?: ReadonlySet<number>;
  /** Rows that another filter has let through. */
  among?: Uint32Array;
}

export const sortColumns = [
  "time",
  "result",
  "duration",
  "init",
  "billed",
  "memory",
  "cost",
  "version",
] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface InvocationSort {
  column: SortColumn;
  direction: "ascending" | "descending";
}

export const newestFirst: InvocationSort = { column: "time", direction: "descending" };

/** The wanted rows in order. Sorts 200,000 rows within a few frames. */
export function selectRows(
  table: InvocationTable,
  filter: InvocationFilter,
  sort: InvocationSort,
): Uint32Array {
  const { among } = filter;
  const room = new Uint32Array(among?.length ?? table.count);
  let count = 0;
  for (let at = 0; at < room.length; at += 1) {
    const row = among ? among[at]! : at;
    if (isWanted(table, row, filter)) room[count++] = row;
  }
  return sortRows(room.subarray(0, count), keyOf(table, sort.column), sort.direction);
}

function isWanted(table: InvocationTable, row: number, filter: InvocationFilter): boolean {
  const { only, slowerThanMs, version, box, found } = filter;
  if (found && !found.has(row)) return false;
  if (only === "cold" && !table.isCold(row)) return false;
  if (only === "errors" && !isFailure(table.outcome(row))) return false;
  if (only && only !== "cold" && only !== "errors" && table.outcome(row) !== only) return false;
  const durationMs = table.figure("durationMs", row);
  if (slowerThanMs !== undefined && !(durationMs > slowerThanMs)) return false;
  if (box) {
    const startMs = table.startMs(row);
    if (!(startMs >= box.startMs && startMs <= box.endMs)) return false;
    if (!(durationMs >= box.leastMs && durationMs <= box.mostMs)) return false;
  }
  return version === undefined || table.version(row) === version;
}

function keyOf(table: InvocationTable, column: SortColumn): (row: number) => number {
  switch (column) {
    case "time":
      return (row) => table.startMs(row);
    case "result":
      return (row) => resultRank.indexOf(table.outcome(row)) * 2 + Number(table.isCold(row));
    case "duration":
      return (row) => table.figure("durationMs", row);
    case "init":
      return (row) => table.figure("initDurationMs", row);
    case "billed":
      return (row) => table.figure("billedDurationMs", row);
    case "memory":
      return (row) => table.figure("maxMemoryUsedMb", row);
    // At one price the cost goes with the billed time and the size.
    case "cost":
      return (row) => table.figure("billedDurationMs", row) * table.figure("memorySizeMb", row);
    case "version":
      return (row) => {
        const version = Number(table.version(row));
        return Number.isNaN(version) ? Number.MAX_SAFE_INTEGER : version;
      };
  }
}

const resultRank: readonly Outcome[] = ["ok", "running", "error", "timeout", "out-of-memory"];

/** More rows than any table holds. */
const rowRoom = 2 ** 18;
const keySteps = 2 ** 34;

/**
 * Key and place are packed into one number each, which the engine sorts many times faster than with a function that
 * compares. Rows without a value come last either way; equal ones keep their order.
 */
function sortRows(
  rows: Uint32Array,
  keyOfRow: (row: number) => number,
  direction: InvocationSort["direction"],
): Uint32Array {
  const keys = new Float64Array(rows.length);
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keyOfRow(rows[at]!);
    keys[at] = key;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  const scale = most > least ? (keySteps - 1) / (most - least) : 0;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at]!;
    const step = Math.round((key - least) * scale);
    const place = direction === "ascending" ? step : keySteps - 1 - step;
    keys[at] = (Number.isNaN(key) ? keySteps : place) * rowRoom + at;
  }
  keys.sort();
  const sorted = new Uint32Array(rows.length);
  for (let at = 0; at < sorted.length; at += 1) sorted[at] = rows[keys[at]! % rowRoom]!;
  return sorted;
}

export interface RowsSummary {
  count: number;
  p50Ms: number | undefined;
  p99Ms: number | undefined;
  cold: number;
  failed: number;
}

/** What some rows are like together. */
export function summarizeRows(table: InvocationTable, rows: Uint32Array): RowsSummary {
  const durations: number[] = [];
  let cold = 0;
  let failed = 0;
  for (const row of rows) {
    const durationMs = table.figure("durationMs", row);
    if (!Number.isNaN(durationMs)) durations.push(durationMs);
    if (table.isCold(row)) cold += 1;
    if (isFailure(table.outcome(row))) failed += 1;
  }
  const sorted = Float32Array.from(durations).sort();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];
  return { count: rows.length, p50Ms: at(0.5), p99Ms: at(0.99), cold, failed };
}
