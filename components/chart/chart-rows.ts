import type { ChartPoint, ChartSeries } from "./chart-definition";

/** One row of the drawing. `sN` is a series' value, `sNOpen` its incomplete end, `sNLone` a value between two gaps. */
export interface ChartRow {
  time: number;
  [key: string]: number | null;
}

/** One row a step. `sN` is drawn solid, `sNOpen` dashed: the incomplete end, joined to the last complete point. */
export function chartRows<Point extends ChartPoint>(
  points: readonly Point[],
  series: readonly ChartSeries<Point>[],
  stepMs: number,
): ChartRow[] {
  return points.map((point, i) => {
    const row: ChartRow = { time: point.timeMs + stepMs / 2 };
    const next = points[i + 1];
    series.forEach(({ value, draw }, s) => {
      const own = value(point);
      if (draw === "mark") {
        row[`s${s}`] = own ? own : null;
        return;
      }
      if (draw === "before") {
        row[`s${s}`] = own;
        return;
      }
      const joins = draw !== "bar" && next?.incomplete === true;
      row[`s${s}`] = point.incomplete ? null : own;
      row[`s${s}Open`] = point.incomplete || joins ? own : null;
      const before = points[i - 1];
      const alone = (!before || value(before) === null) && (!next || value(next) === null);
      if (draw !== "bar" && alone && own !== null)
        row[`s${s}${point.incomplete ? "Open" : ""}Lone`] = 1;
    });
    return row;
  });
}

/**
 * At most one row per group of `size` steps: of each group the highest value of every series survives, so that no
 * spike is lost. Sums stay sums of one step: a bar is as high as its highest step.
 */
export function thinRows(rows: readonly ChartRow[], size: number): readonly ChartRow[] {
  if (size <= 1) return rows;
  const thin: ChartRow[] = [];
  for (let start = 0; start < rows.length; start += size) {
    const group = rows.slice(start, start + size);
    const first = group[0];
    if (!first) continue;
    const row: ChartRow = { time: (first.time + (group.at(-1)?.time ?? first.time)) / 2 };
    for (const key of new Set(group.flatMap((one) => Object.keys(one)))) {
      if (key === "time") continue;
      const known = group.flatMap((one) => one[key] ?? []);
      row[key] = known.length > 0 ? Math.max(...known) : null;
    }
    thin.push(row);
  }
  return thin;
}
