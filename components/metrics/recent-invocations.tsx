"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  DurationBar,
  InitCell,
  longestOf,
  MemoryCell,
  OutcomeCell,
} from "@/components/logs/invocation-cells";
import type { RecentInvocations as Recent } from "@/components/logs/use-log-events";
import { useSession } from "@/components/shell/session";
import { EmptyState } from "@/components/ui/empty-state";
import { Link, useHref } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Quantity } from "@/components/ui/quantity";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ColumnHead, Table } from "@/components/ui/table";
import { Kbd } from "@/components/ui/kbd";
import { useKeys } from "@/components/ui/use-keys";
import { formatClock, formatDateTime, formatDuration } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { isFailure } from "@/lib/model/invocation";

const mostRows = 50;
type Only = "cold" | "errors" | undefined;

/** The newest invocations of the range, read from their REPORT lines. */
export function RecentInvocations({
  detail,
  recent,
}: {
  detail: FunctionDetail;
  recent: UseQueryResult<Recent>;
}) {
  const [only, setOnly] = useState<Only>();
  const router = useRouter();
  const hrefTo = useHref();
  const logsPath = `/functions/${encodeURIComponent(detail.name)}/logs`;
  const openLogs = (requestId?: string) =>
    router.push(
      hrefTo(requestId ? `${logsPath}?request=${encodeURIComponent(requestId)}` : logsPath),
    );
  useKeys({ l: () => openLogs() });
  const invocations = recent.data?.invocations ?? [];
  const cold = invocations.filter((invocation) => invocation.cold);
  const errors = invocations.filter(({ outcome }) => isFailure(outcome));
  const shown = only === "cold" ? cold : only === "errors" ? errors : invocations;
  const chip = (name: "cold" | "errors", label: string, count: number) => (
    <button
      type="button"
      className="chip"
      aria-pressed={only === name}
      onClick={() => setOnly(only === name ? undefined : name)}
    >
      {label} <b className={count > 0 && name === "errors" ? "text-danger" : undefined}>{count}</b>
    </button>
  );
  return (
    <section aria-label="Recent invocations" className="flex flex-none flex-col">
      <div className="flex h-9.5 flex-none items-center gap-2 px-4">
        <h2 className="text-12 font-semibold">Recent invocations</h2>
        <span className="text-11 text-text-3 max-md:hidden">from REPORT lines, newest first</span>
        <span className="flex-1" />
        {chip("cold", "Cold", cold.length)}
        {chip("errors", "Errors", errors.length)}
        <Link className="btn btn-small max-md:hidden" href={logsPath}>
          Open in Logs <Kbd>L</Kbd>
        </Link>
      </div>
      {recent.isPending ? (
        <SkeletonRows rows={4} />
      ) : recent.error ? (
        <NoRecent error={recent.error} retry={() => void recent.refetch()} detail={detail} />
      ) : shown.length === 0 ? (
        <NothingHere detail={detail} only={only} />
      ) : (
        <RecentTable
          invocations={shown.slice(0, mostRows)}
          readMs={recent.data?.readMs ?? 0}
          open={openLogs}
        />
      )}
    </section>
  );
}

function RecentTable({ invocations, readMs, open }: Recent & { open(requestId: string): void }) {
  const { zone } = useSession();
  const longestMs = longestOf(invocations);
  return (
    <div className="overflow-x-auto border-t border-border">
      <Table compact label="Recent invocations">
        <thead>
          <tr>
            <ColumnHead width={116}>Time ({zone === "utc" ? "UTC" : "local"})</ColumnHead>
            <ColumnHead width={150}>Result</ColumnHead>
            <ColumnHead width={92}>Request</ColumnHead>
            <ColumnHead>Init and duration</ColumnHead>
            <ColumnHead width={88} number>
              Duration
            </ColumnHead>
            <ColumnHead width={84} number>
              Init
            </ColumnHead>
            <ColumnHead width={88} number>
              Billed
            </ColumnHead>
            <ColumnHead width={140} number>
              Memory
            </ColumnHead>
            <ColumnHead width={80} number>
              Version
            </ColumnHead>
          </tr>
        </thead>
        <tbody>
          {invocations.map((invocation) => (
            <tr
              key={invocation.requestId}
              className="cursor-pointer"
              onClick={() => open(invocation.requestId)}
            >
              <td className="code-text" title={formatDateTime(invocation.startMs, zone, readMs)}>
                {formatClock(invocation.startMs, zone, "ms")}
              </td>
              <td>
                <OutcomeCell invocation={invocation} />
              </td>
              <td className="code-text text-text-2">
                <button
                  type="button"
                  title={`Open the lines of ${invocation.requestId}`}
                  onClick={(event) => {
                    event.stopPropagation();
                    open(invocation.requestId);
                  }}
                >
                  {invocation.requestId.slice(0, 8)}
                </button>
              </td>
              <td>
                <DurationBar invocation={invocation} longestMs={longestMs} />
              </td>
              <td className="num">
                <Quantity of={formatDuration(invocation.report?.durationMs)} />
              </td>
              <td className="num">
                <InitCell invocation={invocation} />
              </td>
              <td className="num">
                <Quantity of={formatDuration(invocation.report?.billedDurationMs)} />
              </td>
              <td className="num">
                <MemoryCell invocation={invocation} />
              </td>
              <td className="num text-text-2">{invocation.version ?? "\u2013"}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function NothingHere({ detail, only }: { detail: FunctionDetail; only: Only }) {
  if (only)
    return (
      <EmptyState
        title={
          only === "cold"
            ? "No cold starts among the newest invocations"
            : "No errors among the newest invocations"
        }
      />
    );
  return (
    <EmptyState
      title="No invocations in this time"
      actions={
        <Link
          className="btn btn-primary"
          href={`/functions/${encodeURIComponent(detail.name)}/test`}
        >
          Invoke
        </Link>
      }
    >
      Nothing has been written to {detail.logging.logGroup}. Choose a longer time at the top, or
      invoke the function.
    </EmptyState>
  );
}

function NoRecent({
  error,
  retry,
  detail,
}: {
  error: Error;
  retry(): void;
  detail: FunctionDetail;
}) {
  const problem = problemOf(error);
  if (problem.kind === "not-found") return <NothingHere detail={detail} only={undefined} />;
  return (
    <div className="p-4">
      <ProblemView problem={problem} onRetry={retry} />
    </div>
  );
}
