"use client";

import { Stat, StatStrip } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import {
  formatCount,
  formatDuration,
  formatFullCount,
  formatMoney,
  formatPercent,
  formatRate,
  plain,
} from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { invocationCost, priceRegion } from "@/lib/model/lambda-price";
import { type MetricPoint, metricTotals } from "@/lib/model/metric-series";

/** The range in seven numbers. Percentiles are those of the steps: CloudWatch does not give them for any span. */
export function OverviewStats({
  detail,
  points,
  lengthMs,
  recent,
}: {
  detail: FunctionDetail;
  points: readonly MetricPoint[];
  lengthMs: number;
  /** The newest invocations, whose REPORT lines tell about cold starts. */
  recent: readonly LoggedInvocation[] | undefined;
}) {
  const totals = metricTotals(points);
  const requests = totals.invocations + totals.throttles;
  const reported = recent?.filter(({ report }) => report) ?? [];
  const cold = reported.filter((invocation) => invocation.cold);
  const inits = cold.map(({ report }) => report?.initDurationMs ?? 0).sort((a, b) => a - b);
  const cost = invocationCost(
    { ...detail, ephemeralStorageMb: detail.ephemeralStorageMb },
    totals.totalDurationMs,
    totals.invocations,
  );
  return (
    <StatStrip>
      <Stat
        label="Invocations"
        detail={`${plain(formatRate(totals.invocations / (lengthMs / 1000)))} per s`}
      >
        <Quantity
          of={formatCount(totals.invocations)}
          title={formatFullCount(totals.invocations)}
        />
      </Stat>
      <Stat
        label="Error rate"
        detail={totals.errors > 0 ? plain(formatCount(totals.errors)) : undefined}
        tone={totals.errors > 0 ? "danger" : undefined}
      >
        <Quantity
          of={formatPercent(totals.invocations ? totals.errors / totals.invocations : null)}
        />
      </Stat>
      <Stat
        label="Throttles"
        detail={
          totals.throttles > 0
            ? `${plain(formatPercent(totals.throttles / requests))} of requests`
            : undefined
        }
        tone={totals.throttles > 0 ? "limit" : undefined}
      >
        <Quantity of={formatCount(totals.throttles)} />
      </Stat>
      <Stat
        label="Duration p99, highest step"
        detail={`p50 ${plain(formatDuration(totals.durationP50Ms))}`}
      >
        <Quantity of={formatDuration(totals.durationP99Ms)} />
      </Stat>
      <Stat
        label="Concurrency"
        detail={
          detail.reservedConcurrency === null
            ? "max"
            : `of ${formatFullCount(detail.reservedConcurrency)}, max`
        }
      >
        <Quantity of={formatCount(totals.concurrencyMax)} />
      </Stat>
      <Stat
        label={reported.length > 0 ? `Cold starts, newest ${reported.length}` : "Cold starts"}
        detail={
          inits.length > 0
            ? `init p50 ${plain(formatDuration(inits[Math.floor(inits.length / 2)]))}`
            : undefined
        }
      >
        <Quantity of={formatPercent(reported.length > 0 ? cold.length / reported.length : null)} />
      </Stat>
      <Stat label={`Cost, ${priceRegion(detail)} list price`} detail="without init">
        <span
          title={`${formatMoney(cost.durationUsd)} run time + ${formatMoney(cost.requestUsd)} requests; free tier and discounts not counted`}
        >
          {formatMoney(cost.totalUsd)}
        </span>
      </Stat>
    </StatStrip>
  );
}
