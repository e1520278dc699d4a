"use client";

import { useMemo, useState } from "react";
import { useFunction } from "@/components/functions/use-function";
import { ChartGrid } from "@/components/metrics/chart-grid";
import { useFunctionMetrics } from "@/components/metrics/use-function-metrics";
import { useStatus } from "@/components/shell/status";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { concurrencyUse } from "@/lib/model/concurrency-use";
import { metricPoints } from "@/lib/model/metric-series";
import { stepLabel } from "@/lib/model/time-range";
import { AccountPool } from "./account-pool";
import { concurrencyCharts } from "./concurrency-charts";
import { ConcurrencyStats } from "./concurrency-stats";
import { ProvisionedSettings } from "./provisioned-settings";
import { ReservedSetting } from "./reserved-setting";
import { useConcurrency } from "./use-concurrency";

/** How much may run at once, how much did, and the limits to set. */
export function ConcurrencyPage() {
  const { data, error, refetch } = useConcurrency();
  if (!data)
    return error ? (
      <div className="p-4">
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={8} />
    );
  return <Limits concurrency={data} stale={error} />;
}

function Limits({ concurrency, stale }: { concurrency: FunctionConcurrency; stale: Error | null }) {
  const { data: detail } = useFunction();
  const { reservedConcurrency: reserved, provisioned } = concurrency;
  const provisionedTotal = provisioned.reduce((sum, { requested }) => sum + requested, 0);
  const metrics = useFunctionMetrics(provisionedTotal > 0);
  const [pending, setPending] = useState<number | null>();
  const points = useMemo(() => metrics.data && metricPoints(metrics.data), [metrics.data]);
  const stepMs = metrics.data?.stepMs ?? 60_000;
  const use = useMemo(
    () => points && concurrencyUse(points, stepMs, reserved),
    [points, stepMs, reserved],
  );
  const charts = useMemo(
    () =>
      concurrencyCharts(
        {
          reserved,
          pendingReserved: pending === undefined ? reserved : pending,
          provisioned: provisionedTotal,
        },
        stepMs,
      ),
    [reserved, pending, provisionedTotal, stepMs],
  );
  useStatus({
    keys: [
      [["[", "]"], "tabs"],
      [["\u2190", "\u2192"], "move cursor"],
      [["Z"], "zoom back"],
    ],
    source: metrics.data && `CloudWatch \u00b7 ${stepLabel(stepMs / 1000)} steps`,
    updatedAtMs: metrics.data?.asOfMs,
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col max-lg:overflow-y-auto">
      <ConcurrencyStats concurrency={concurrency} use={use} />
      <div className="flex min-h-0 flex-1 max-lg:flex-none max-lg:flex-col">
        <div className="min-w-0 flex-1 max-lg:flex-none lg:overflow-y-auto">
          {stale && (
            <div className="p-4">
              <Note tone="warn" title={problemOf(stale).title}>
                {problemOf(stale).detail} The limits shown may be old.
              </Note>
            </div>
          )}
          {metrics.data && points ? (
            <ChartGrid metrics={metrics.data} points={points} charts={charts} maxColumns={1} />
          ) : metrics.error ? (
            <div className="p-4">
              <ProblemView
                problem={problemOf(metrics.error)}
                onRetry={() => void metrics.refetch()}
              />
            </div>
          ) : (
            <SkeletonRows rows={6} />
          )}
        </div>
        <aside
          aria-label="Limits"
          className="flex w-84 flex-none flex-col divide-y divide-border border-border max-lg:order-first max-lg:w-full max-lg:border-b lg:overflow-y-auto lg:border-l"
        >
          <ReservedSetting
            concurrency={concurrency}
            use={use}
            pending={pending}
            onPending={setPending}
          />
          <ProvisionedSettings concurrency={concurrency} detail={detail} />
          <AccountPool account={concurrency.account} reserved={reserved} />
          {concurrency.problems.length > 0 && (
            <div className="flex flex-col gap-2 p-4">
              {concurrency.problems.map((problem) => (
                <ProblemView key={problem.title} problem={problem} />
              ))}
            </div>
          )}
        </aside>
      </div>
    </div>
  );
}
