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
import { invocationCost, priceRegion } from "@/lib/model/lambda-price";
import type { MetricTotals } from "@/lib/model/metric-series";
import type { ReportSummary } from "@/lib/model/report-steps";

/** The range in seven numbers. Percentiles are those of the steps: CloudWatch does not give them for any span. */
export function OverviewStats({
  detail,
  totals,
  lengthMs,
  reports,
}: {
  detail: FunctionDetail;
  totals: MetricTotals;
  lengthMs: number;
  /** What the REPORT lines tell about cold starts; absent until they are read. */
  reports: ReportSummary | undefined;
}) {
  const requests = totals.invocations + totals.throttles;
  const errorRate = totals.invocations ? totals.errors / totals.invocations : null;
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
        detail={
          errorRate === null
            ? undefined
            : `${plain(formatCount(totals.errors))}, ${plain(formatPercent(1 - errorRate))} success`
        }
        tone={totals.errors > 0 ? "danger" : undefined}
      >
        <Quantity of={formatPercent(errorRate)} />
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
        label={
          reports && reports.count > 0
            ? `Cold starts, newest ${formatFullCount(reports.count)}`
            : "Cold starts"
        }
        detail={
          reports && reports.cold > 0
            ? `init p50 ${plain(formatDuration(reports.initP50Ms))}`
            : undefined
        }
      >
        <Quantity of={formatPercent(reports && reports.count > 0 ? reports.coldShare : null)} />
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
