import { unitPriceUsd } from "./api-use";
import type { LogGroup } from "./log-group";
import type { TimeSpan } from "./time-range";

/** What CloudWatch Logs Insights allows. */
export const insightsLimits = {
  mostGroups: 50,
  longestQuery: 10_000,
  /** Of one page of results; Lambdeck reads one. */
  mostRows: 10_000,
  longestMinutes: 60,
  longestName: 255,
} as const;

/** A Logs Insights query over a span of time. */
export interface InsightsQuery {
  /** Names of log groups. */
  groups: string[];
  text: string;
  span: TimeSpan;
}

/** How far a query has come. Figures an implementation leaves out are absent. */
interface QueryStatistics {
  recordsMatched?: number;
  recordsScanned?: number;
  bytesScanned?: number;
}

/** Rows as CloudWatch gives them: every value is a text; null where a row does not have the field. */
export interface QueryTable {
  columns: string[];
  rows: (string | null)[][];
}

/** What the run of a query tells the page, one after the other. */
export interface QueryUpdate {
  /** CloudWatch's word: `Scheduled`, `Running`, `Complete`, `Timeout`, `Cancelled`, ... */
  status: string;
  statistics: QueryStatistics;
  /** Of a query that is running the first rows it has so far. */
  table: QueryTable;
  /** CloudWatch has more rows than were read. */
  more: boolean;
}

/** What is asked for at most each time the rows of a running query are shown. */
export const shownWhileRunning = 200;

/** The rows of GetQueryResults as a table, its columns in the order in which they first appear. */
export function queryTable(
  results: readonly (readonly { field?: string; value?: string }[])[],
): QueryTable {
  const places = new Map<string, number>();
  for (const row of results)
    for (const { field } of row)
      if (field !== undefined && !places.has(field)) places.set(field, places.size);
  return {
    columns: [...places.keys()],
    rows: results.map((row) => {
      const values: (string | null)[] = Array.from({ length: places.size }, () => null);
      for (const { field, value } of row)
        if (field !== undefined) values[places.get(field)!] = value ?? null;
      return values;
    }),
  };
}

/** List price of what a query scans. */
export function scanCostUsd(bytes: number): number {
  return bytes * unitPriceUsd("scanned-bytes");
}

/**
 * About how many bytes a query over the span will scan: the group's size, shared out evenly over the time it holds.
 * Undefined where its size is not known. A busy hour holds more than this says.
 */
export function estimateScan(
  { storedBytes, createdMs, retentionDays }: LogGroup,
  span: TimeSpan,
  nowMs: number,
): number | undefined {
  if (storedBytes === undefined || createdMs === undefined) return undefined;
  const keptFromMs = retentionDays === undefined ? 0 : nowMs - retentionDays * 86_400_000;
  const oldestMs = Math.max(createdMs, keptFromMs);
  const heldMs = Math.max(1, nowMs - oldestMs);
  const askedMs = Math.min(span.endMs, nowMs) - Math.max(span.startMs, oldestMs);
  return Math.round(storedBytes * Math.min(1, Math.max(0, askedMs / heldMs)));
}

/** A query kept in the account, where the AWS console shows it too. */
export interface QueryDefinition {
  id: string;
  /** Slashes make folders. */
  name: string;
  text: string;
  /** Empty: of no group in particular. */
  groups: string[];
  modifiedMs?: number;
}
