"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { longestOf } from "@/components/logs/invocation-cells";
import { InvocationHeads, InvocationRowCells } from "@/components/logs/invocation-columns";
import type { RecentInvocations as Recent } from "@/components/logs/use-log-events";
import { useSession } from "@/components/shell/session";
import { EmptyState } from "@/components/ui/empty-state";
import { Link, useHref } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { Kbd } from "@/components/ui/kbd";
import { useKeys } from "@/components/ui/use-keys";
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
        <RecentTable invocations={shown.slice(0, mostRows)} detail={detail} open={openLogs} />
      )}
    </section>
  );
}

function RecentTable({
  invocations,
  detail,
  open,
}: {
  invocations: Recent["invocations"];
  detail: FunctionDetail;
  open(requestId: string): void;
}) {
  const { zone } = useSession();
  const [table, tableWidth] = useWidth<HTMLDivElement>();
  const context = { zone, size: detail, onOpen: open, longestMs: longestOf(invocations) };
  return (
    <div ref={table} className="border-t border-border">
      <Table compact label="Recent invocations">
        <InvocationHeads tableWidth={tableWidth} zone={zone} />
        <tbody>
          {invocations.map((invocation) => (
            <tr
              key={invocation.requestId}
              className="cursor-pointer"
              onClick={() => open(invocation.requestId)}
            >
              <InvocationRowCells
                invocation={invocation}
                tableWidth={tableWidth}
                context={context}
              />
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
