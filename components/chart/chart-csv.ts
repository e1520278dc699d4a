import { csvCell } from "@/lib/model/csv-cell";
import type { ChartDefinition, ChartPoint } from "./chart-definition";

/** The values of charts over the same steps as CSV: one row a step, one column a series, as they are known. */
export function chartsAsCsv<Point extends ChartPoint>(
  definitions: readonly ChartDefinition<Point>[],
  points: readonly Point[],
): string {
  const columns = definitions.flatMap((definition) =>
    [...definition.series, ...(definition.strip ? [definition.strip] : [])].map((series) => ({
      head: headOf(definition, series.label),
      value: series.value,
    })),
  );
  const head = ["time", "complete", ...columns.map((column) => column.head)];
  const rows = points.map((point) => [
    new Date(point.timeMs).toISOString(),
    point.incomplete ? "no" : "yes",
    ...columns.map(({ value }) => value(point)),
  ]);
  return [head, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function headOf({ title, unit, statistic }: ChartDefinition<never>, label: string): string {
  const about = [statistic, unit].filter(Boolean).join(", ");
  return `${title}: ${label}${about && ` (${about})`}`;
}

/** A file name of a chart's title, without what file systems dislike. */
export function fileName(...parts: string[]): string {
  return parts
    .map((part) => part.toLowerCase().replace(/[^a-z0-9_.-]+/g, "-"))
    .join("-")
    .replace(/^-+|-+$/g, "");
}
