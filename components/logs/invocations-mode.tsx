"use client";

import { useMemo, useState } from "react";
import { useStatus } from "@/components/shell/status";
import { ProblemView } from "@/components/ui/problem-view";
import { useKeys } from "@/components/ui/use-keys";
import type { InvocationSummary } from "@/lib/model/invocation";
import { selectRows } from "@/lib/model/invocation-filter";
import type { InvocationTable } from "@/lib/model/invocation-table";
import { FollowSwitch } from "./follow-switch";
import { InvocationFilters } from "./invocation-filters";
import { InvocationList } from "./invocation-list";
import { InvocationScatter } from "./invocation-scatter";
import { LoadedLogs } from "./loaded-logs";
import type { LogModeProps } from "./log-view";
import { ModeActions } from "./mode-actions";
import { RequestDrawer } from "./request-drawer";
import { SearchBar } from "./search-bar";
import { useHits } from "./use-hits";
import { useInvocationFilter } from "./use-invocation-filter";
import { useInvocations } from "./use-invocations";
import { useLiveTail } from "./use-live-tail";
import { useUrlParam } from "./use-url-param";

/** A log group as one row a request. */
export function InvocationsMode({ source, size }: LogModeProps) {
  const [pattern] = useUrlParam("filter");
  const [request, setRequest] = useUrlParam("request");
  const filter = useInvocationFilter();
  const logs = useInvocations(source);
  const { table, changes, reading } = logs;
  const hits = useHits(source, pattern, reading?.readMs ?? 0, logs);
  const tail = useLiveTail(source, "", {
    isReady: reading !== undefined,
    newestMs: logs.newestMs,
    append: logs.append,
  });
  // While the user reads, new rows are counted and not shown.
  const [isAway, setAway] = useState(false);
  const isHeld = tail.isPaused || (tail.isOn && isAway);
  const [held, setHeld] = useState({ changes, count: 0 });
  if (!isHeld && held.changes !== changes) setHeld({ changes, count: table.count });
  const { only, slowerThanMs, version, box, sort } = filter;
  const boxText = JSON.stringify(box);
  const context = useMemo(
    () => selectRows(table, { only, slowerThanMs, version, found: hits.found }, sort),
    // The table grows in place; the count of changes says when.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [table, held.changes, only, slowerThanMs, version, hits.found, sort.column, sort.direction],
  );
  const rows = useMemo(
    () => (box ? selectRows(table, { box, among: context }, sort) : context),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [table, context, boxText],
  );
  useKeys({ e: () => filter.setOnly(only === "errors" ? undefined : "errors") });
  useStatus({
    keys: [
      [["1", "\u2026", "4"], "mode"],
      [["/"], "filter"],
      [["J", "K"], "row"],
      [["Enter"], "lines of this request"],
      [["E"], "errors only"],
      [["Space"], tail.isOn ? (tail.isPaused ? "resume" : "pause") : "live tail"],
    ],
    source: "CloudWatch Logs \u00b7 parsed from REPORT lines",
    updatedAtMs: reading?.readMs,
  });
  // Of a read and a search that go on side by side, the one that is behind says how far they are.
  const read = {
    ...logs,
    isLoading: logs.isLoading || hits.isSearching,
    reading: reading && {
      ...reading,
      coveredFromMs: Math.max(
        reading.coveredFromMs,
        hits.isSearching ? (hits.coveredFromMs ?? reading.readMs) : reading.coveredFromMs,
      ),
      complete: reading.complete && !hits.isSearching,
    },
  };
  const isNarrowed =
    pattern !== "" || [only, slowerThanMs, version, box].some((value) => value !== undefined);
  return (
    <>
      <ModeActions>
        <FollowSwitch tail={tail} />
      </ModeActions>
      <SearchBar placeholder="Requests whose lines match: words, a request id, or a CloudWatch filter pattern" />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <InvocationFilters
            filter={filter}
            table={table}
            rows={rows}
            total={held.count}
            logs={read}
            unseen={isHeld ? table.count - held.count : 0}
            showUnseen={() => {
              tail.setPaused(false);
              setAway(false);
            }}
          />
          {table.count > 0 && (
            <InvocationScatter
              table={table}
              rows={context}
              box={box}
              onBox={filter.setBox}
              onOpen={setRequest}
            />
          )}
          {hits.problem && (
            <div className="px-4 pt-2">
              <ProblemView problem={hits.problem} />
            </div>
          )}
          <LoadedLogs source={source} logs={read} filtered={isNarrowed} isEmpty={rows.length === 0}>
            {(older) => (
              <InvocationList
                table={table}
                rows={rows}
                sort={sort}
                sortBy={filter.sortBy}
                isAway={isAway}
                onAway={setAway}
                chosen={request}
                onOpen={setRequest}
                size={size}
                foot={older}
              />
            )}
          </LoadedLogs>
        </div>
        {request !== "" && (
          <RequestDrawer
            key={request}
            source={source}
            requestId={request}
            known={knownRequest(table, request)}
            size={size}
            onClose={() => setRequest("")}
          />
        )}
      </div>
    </>
  );
}

function knownRequest(table: InvocationTable, requestId: string): InvocationSummary | undefined {
  const row = table.rowOfId(requestId);
  return row === undefined ? undefined : table.summary(row);
}
