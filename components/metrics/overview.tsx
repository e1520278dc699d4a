"use client";

import { useRecentInvocations } from "@/components/logs/use-log-events";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Skeleton } from "@/components/ui/skeleton";
import { formatClock } from "@/lib/model/format";
import { stepLabel } from "@/lib/model/time-range";
import { MetricRemarks } from "./metric-remarks";
import { OverviewCharts } from "./overview-charts";
import { OverviewStats } from "./overview-stats";
import { RecentInvocations } from "./recent-invocations";
import { useMetricView } from "./use-metric-view";
import { useOverview } from "./use-overview";

/** The first page of a function: what it does, in numbers, charts and its newest invocations. */
export function Overview() {
  const view = useMetricView();
  const overview = useOverview(view);
  const { detail, metrics, points, charts, facts, reports, error } = overview;
  const recent = useRecentInvocations(detail);
  useStatus({
    keys: [
      [["[", "]"], "tabs"],
      [["I"], "invoke"],
      [["\u2190", "\u2192"], "move cursor"],
      [["Z"], "zoom back"],
      [["M"], "markers"],
    ],
    source: metrics && `CloudWatch \u00b7 ${stepLabel(metrics.stepMs / 1000)} steps`,
    updatedAtMs: metrics?.asOfMs,
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {detail && metrics && points && charts && facts ? (
        <>
          <div className="-mt-px flex-none">
            <OverviewStats
              detail={detail}
              totals={facts.totals}
              lengthMs={metrics.length * metrics.stepMs}
              reports={reports.data && facts.reports}
            />
          </div>
          {error && <StaleNote error={error} asOfMs={metrics.asOfMs} />}
          <MetricRemarks facts={facts} />
          <PartNotes errors={overview.partErrors} messages={metrics.messages} />
          <OverviewCharts view={view} metrics={metrics} points={points} charts={charts} />
        </>
      ) : error ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void overview.retry()} />
        </div>
      ) : (
        <ChartSkeleton />
      )}
      {detail && <RecentInvocations detail={detail} recent={recent} />}
    </div>
  );
}

/** What could not be read beside the main series; the rest of the page is there all the same. */
function PartNotes({
  errors,
  messages,
}: {
  errors: readonly Error[];
  messages: readonly string[];
}) {
  const problems = errors
    .map(problemOf)
    // Without a log group nothing was written yet.
    .filter(({ kind }) => kind !== "not-found");
  if (problems.length === 0 && messages.length === 0) return null;
  return (
    <div className="flex flex-none flex-col gap-1.5 px-4 py-2">
      {messages.map((message) => (
        <Note key={message} tone="warn">
          {message}
        </Note>
      ))}
      {problems.map(({ title, detail }) => (
        <Note key={title} tone="warn" title={title}>
          {detail}
        </Note>
      ))}
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
