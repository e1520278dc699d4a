"use client";

import { useMemo } from "react";
import { useConcurrency } from "@/components/concurrency/use-concurrency";
import { useFunction } from "@/components/functions/use-function";
import { useRecentInvocations } from "@/components/logs/use-log-events";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Skeleton } from "@/components/ui/skeleton";
import { formatClock } from "@/lib/model/format";
import { metricPoints } from "@/lib/model/metric-series";
import { stepLabel } from "@/lib/model/time-range";
import { ChartGrid } from "./chart-grid";
import { metricCharts } from "./metric-charts";
import { OverviewStats } from "./overview-stats";
import { RecentInvocations } from "./recent-invocations";
import { useFunctionMetrics } from "./use-function-metrics";

/** The first page of a function: what it does, in numbers, charts and its newest invocations. */
export function Overview() {
  const { data: detail } = useFunction();
  const { data: concurrency } = useConcurrency();
  const provisioned = (concurrency?.provisioned ?? []).reduce(
    (total, { requested }) => total + requested,
    0,
  );
  const metrics = useFunctionMetrics(provisioned > 0);
  const recent = useRecentInvocations(detail);
  useStatus({
    keys: [
      [["[", "]"], "tabs"],
      [["I"], "invoke"],
      [["\u2190", "\u2192"], "move cursor"],
      [["Z"], "zoom back"],
      [["M"], "markers"],
    ],
    source: metrics.data && `CloudWatch \u00b7 ${stepLabel(metrics.data.stepMs / 1000)} steps`,
    updatedAtMs: metrics.data?.asOfMs,
  });
  const points = useMemo(() => metrics.data && metricPoints(metrics.data), [metrics.data]);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {detail && points && metrics.data ? (
        <>
          <div className="-mt-px flex-none">
            <OverviewStats
              detail={detail}
              points={points}
              lengthMs={metrics.data.length * metrics.data.stepMs}
              recent={recent.data?.invocations}
            />
          </div>
          {metrics.error && <StaleNote error={metrics.error} asOfMs={metrics.data.asOfMs} />}
          {metrics.data.messages.map((message) => (
            <div key={message} className="px-4 pt-2">
              <Note tone="warn">{message}</Note>
            </div>
          ))}
          <ChartGrid
            metrics={metrics.data}
            points={points}
            charts={metricCharts(detail, provisioned)}
          />
        </>
      ) : metrics.error ? (
        <div className="p-4">
          <ProblemView problem={problemOf(metrics.error)} onRetry={() => void metrics.refetch()} />
        </div>
      ) : (
        <ChartSkeleton />
      )}
      {detail && <RecentInvocations detail={detail} recent={recent} />}
    </div>
  );
}

function StaleNote({ error, asOfMs }: { error: Error; asOfMs: number }) {
  const { zone } = useSession();
  const problem = problemOf(error);
  return (
    <div className="px-4 pt-2">
      <Note tone="warn" title={`${problem.title}; the charts are of ${formatClock(asOfMs, zone)}`}>
        {problem.detail}
      </Note>
    </div>
  );
}

/** Grey boxes of the size of what is coming, so that nothing moves when it comes. */
function ChartSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex-none">
      <div className="flex h-15 items-center gap-16 border-b border-border px-4">
        {[1, 2, 3, 4, 5].map((stat) => (
          <Skeleton key={stat} className="h-6 w-24" />
        ))}
      </div>
      <div className="h-9 border-b border-border" />
      <div className="grid grid-cols-3 max-lg:grid-cols-2 max-md:grid-cols-1">
        {[1, 2, 3, 4, 5, 6].map((chart) => (
          <div key={chart} className="h-46 border-r border-b border-border p-4">
            <Skeleton className="h-full w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
