import { csvCell } from "./csv-cell";
import { errorRate, type ListedFunction } from "./function-filter";
import { rowState } from "./function-row";

/** One function as plain values, units in the names; null where nothing is known. */
function plainValues(row: ListedFunction) {
  const { metrics } = row;
  return {
    name: row.name,
    arn: row.arn,
    state: row.state === undefined ? null : rowState(row).word,
    runtime: row.runtime ?? null,
    architecture: row.architecture,
    memoryMb: row.memoryMb,
    timeoutSeconds: row.timeoutSeconds,
    reservedConcurrency: row.reservedConcurrency ?? null,
    provisionedConcurrency: row.provisionedConcurrency ?? null,
    concurrencyP99: metrics?.concurrencyP99 ?? null,
    concurrencyMax: metrics?.concurrencyMax ?? null,
    invocations: metrics?.invocations ?? null,
    errors: metrics?.errors ?? null,
    errorRate: errorRate(row) ?? null,
    throttles: metrics?.throttles ?? null,
    durationP99Ms: metrics?.durationP99Ms ?? null,
    usdPerDay: row.usdPerDay ?? null,
    lastModified: row.lastModified ?? null,
    tags: row.tags ?? null,
  };
}

export function functionsAsJson(rows: readonly ListedFunction[]): string {
  return `${JSON.stringify(rows.map(plainValues), null, 2)}\n`;
}

/** RFC 4180, with a head line. */
export function functionsAsCsv(rows: readonly ListedFunction[]): string {
  const lines = rows.map((row) => ({
    ...plainValues(row),
    tags: Object.entries(row.tags ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
  }));
  const [first] = lines;
  if (!first) return "";
  const table = [Object.keys(first), ...lines.map((line) => Object.values(line))];
  return table.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}
