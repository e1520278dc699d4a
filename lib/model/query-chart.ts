import type { QueryTable } from "./insights-query";
import { columnKind, numberIn, shownColumns, timeIn } from "./query-rows";

/** One step of a chart over time; `values` in the order of the series, null where there is no row. */
export interface QueryPoint {
  timeMs: number;
  values: (number | null)[];
  incomplete: boolean;
}

/** How a result of `stats` can be drawn. */
export type QueryChart =
  | {
      kind: "time";
      startMs: number;
      stepMs: number;
      points: QueryPoint[];
      series: { label: string; adds: boolean }[];
      /** Series that were left out, the smallest ones. */
      left: number;
    }
  | {
      kind: "categories";
      label: string;
      value: string;
      /** The largest first. */
      bars: { name: string; value: number }[];
      left: number;
    };

const mostSeries = 8;
const mostPoints = 1_500;
const mostBars = 20;
const unitMs: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The chart of a result: over time where rows stand for bins, bars where they stand for names; else undefined. */
export function queryChart(text: string, table: QueryTable): QueryChart | undefined {
  if (!/(^|\|)\s*stats\s/im.test(text) || table.rows.length < 2) return undefined;
  const kinds = shownColumns(table).map((at) => ({ at, kind: columnKind(table, at) }));
  const numbers = kinds.filter(({ kind }) => kind === "number").map(({ at }) => at);
  const texts = kinds.filter(({ kind }) => kind === "text").map(({ at }) => at);
  // Other columns of times, as latest(@timestamp) gives, say nothing of where a row belongs.
  const time = kinds.find(
    ({ at, kind }) =>
      kind === "time" && /\bbin\(|^bin|date(floor|ceil)|time$/i.test(table.columns[at]!),
  )?.at;
  if (numbers.length === 0) return undefined;
  if (time !== undefined) return timeChart(text, table, time, numbers, texts);
  return texts.length > 0 ? categoryChart(table, numbers, texts) : undefined;
}

function timeChart(
  text: string,
  table: QueryTable,
  time: number,
  numbers: readonly number[],
  texts: readonly number[],
): QueryChart | undefined {
  const times = table.rows.flatMap((row) => timeIn(row[time] ?? null) ?? []);
  const startMs = Math.min(...times);
  const stepMs = binMs(text) ?? smallestGap(times);
  if (!stepMs) return undefined;
  const length = Math.round((Math.max(...times) - startMs) / stepMs) + 1;
  if (length < 2 || length > mostPoints) return undefined;
  const points: QueryPoint[] = Array.from({ length }, (_, i) => ({
    timeMs: startMs + i * stepMs,
    values: [],
    incomplete: false,
  }));
  const series = new Map<string, { adds: boolean; total: number; values: (number | null)[] }>();
  for (const row of table.rows) {
    const at = Math.round((timeIn(row[time] ?? null)! - startMs) / stepMs);
    if (!points[at]) continue;
    const name = nameOf(row, texts);
    for (const number of texts.length > 0 ? numbers.slice(0, 1) : numbers) {
      const column = table.columns[number]!;
      const label = texts.length > 0 ? name : column;
      let one = series.get(label);
      if (!one) {
        one = { adds: addsUp(text, column), total: 0, values: Array.from({ length }, () => null) };
        series.set(label, one);
      }
      const value = numberIn(row[number] ?? null) ?? null;
      one.values[at] = value;
      one.total += value ?? 0;
    }
  }
  const all = [...series];
  const largest = texts.length > 0 ? all.sort(([, a], [, b]) => b.total - a.total) : all;
  const drawn = largest.slice(0, mostSeries);
  points.forEach((point, i) => {
    point.values = drawn.map(([, { values }]) => values[i] ?? null);
  });
  return {
    kind: "time",
    startMs,
    stepMs,
    points,
    series: drawn.map(([label, { adds }]) => ({ label, adds })),
    left: largest.length - drawn.length,
  };
}

function categoryChart(
  table: QueryTable,
  numbers: readonly number[],
  texts: readonly number[],
): QueryChart {
  const number = numbers[0]!;
  const bars = table.rows
    .flatMap((row) => {
      const value = numberIn(row[number] ?? null);
      return value === undefined ? [] : [{ name: nameOf(row, texts), value }];
    })
    .sort((a, b) => b.value - a.value);
  return {
    kind: "categories",
    label: texts.map((at) => table.columns[at]).join(", "),
    value: table.columns[number]!,
    bars: bars.slice(0, mostBars),
    left: Math.max(0, bars.length - mostBars),
  };
}

function nameOf(row: QueryTable["rows"][number], texts: readonly number[]): string {
  return texts.map((at) => row[at] ?? "\u2013").join(" \u00b7 ");
}

/** The width of a bin as the query says it: `bin(5m)`, `bin(@timestamp, 1h)`, `datefloor(@timestamp, 30s)`. */
function binMs(text: string): number | undefined {
  const width =
    /\b(?:bin|datefloor|dateceil)\s*\(\s*(?:@?\w+\s*,\s*)?(\d+)\s*(ms|s|m|h|d|w)\w*\s*\)/i.exec(
      text,
    );
  return width ? Number(width[1]) * unitMs[width[2]!.toLowerCase()]! : undefined;
}

function smallestGap(times: readonly number[]): number | undefined {
  const inOrder = [...new Set(times)].sort((a, b) => a - b);
  const gaps = inOrder.slice(1).map((time, i) => time - inOrder[i]!);
  return gaps.length > 0 ? Math.min(...gaps) : undefined;
}

/** Whether the values of a column are counts or sums, which are drawn as bars on each other. */
function addsUp(text: string, column: string): boolean {
  if (/^(count|count_distinct|sum)\s*\(/i.test(column)) return true;
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\b(count|sum)\\s*\\([^|]*?\\)\\s+as\\s+\`?${name}\\b`, "i").test(
    text.replace(/,/g, "|"),
  );
}
