"use client";

import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { isBilled } from "@/lib/model/api-use";
import {
  formatBytes,
  formatDuration,
  formatFullCount,
  formatMoney,
  plain,
} from "@/lib/model/format";
import { insightsLimits, scanCostUsd } from "@/lib/model/insights-query";
import type { QueryRun } from "./use-query-run";

const statusWords: Record<string, string> = {
  Scheduled: "Waiting for its turn",
  Running: "Running",
  Complete: "Done",
  Cancelled: "Stopped",
  Timeout: `Stopped by CloudWatch after ${insightsLimits.longestMinutes} min`,
  Failed: "Failed",
};

/** How far the query is, what it has read, and what that costs. */
export function QueryProgress({ run }: { run: QueryRun }) {
  const nowMs = useNow(500);
  const { update, startedMs, endedMs } = run;
  const status = update?.status ?? (endedMs === undefined ? "Starting" : "Stopped");
  const tookMs = (endedMs ?? Math.max(nowMs, startedMs)) - startedMs;
  const isRunning = endedMs === undefined;
  return (
    <div
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 text-12 text-text-2"
      role="status"
    >
      {isRunning && <progress className="sr-only" aria-label="Query" />}
      <b
        className={`font-medium ${status === "Complete" ? "text-text" : status === "Timeout" ? "text-warn" : "text-text"}`}
      >
        {statusWords[status] ?? status}
      </b>
      <span>{plain(formatDuration(tookMs))}</span>
      {update && <Statistics run={run} />}
    </div>
  );
}

function Statistics({ run: { update, endedMs } }: { run: QueryRun }) {
  const { connection } = useSession();
  if (!update) return null;
  const { statistics, table, more } = update;
  const { bytesScanned, recordsScanned, recordsMatched } = statistics;
  return (
    <>
      {recordsScanned !== undefined && <span>{formatFullCount(recordsScanned)} records</span>}
      {bytesScanned !== undefined && <span>{plain(formatBytes(bytesScanned))} scanned</span>}
      {recordsMatched !== undefined && <span>{formatFullCount(recordsMatched)} matched</span>}
      {bytesScanned !== undefined && connection && (
        <span title={`List price: ${formatMoney(scanCostUsd(2 ** 30))} per GB scanned`}>
          {isBilled(connection) ? formatMoney(scanCostUsd(bytesScanned)) : "costs nothing here"}
        </span>
      )}
      {endedMs === undefined && table.rows.length > 0 && (
        <span>first {formatFullCount(table.rows.length)} rows so far</span>
      )}
      {endedMs !== undefined && more && (
        <span className="text-warn">
          only the first {formatFullCount(table.rows.length)} rows are shown: add a filter, or stats
        </span>
      )}
    </>
  );
}
