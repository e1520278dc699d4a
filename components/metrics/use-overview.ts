"use client";

import { useMemo } from "react";
import { useConcurrency } from "@/components/concurrency/use-concurrency";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useKnownTriggers } from "@/components/triggers/use-triggers";
import { useSession } from "@/components/shell/session";
import { comparisonShiftMs } from "@/lib/model/compared-metrics";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { formatFullCount } from "@/lib/model/format";
import type { MetricFacts } from "@/lib/model/metric-remarks";
import {
  highestOfSeries,
  mergedMetrics,
  metricPoints,
  metricTotals,
  sumOfSeries,
  type MetricPoint,
  withBefore,
  withReports,
} from "@/lib/model/metric-series";
import type { MetricGroup, SeriesId } from "@/lib/model/metric-specs";
import { reportSteps, reportSummary } from "@/lib/model/report-steps";
import { type Mapping, sourceKind } from "@/lib/model/trigger";
import { mappingsIn } from "@/lib/model/trigger-identity";
import { type ChartedOverview, metricCharts } from "./metric-charts";
import { useFunctionMetrics } from "./use-function-metrics";
import type { MetricView } from "./use-metric-view";
import { type Reports, useReports } from "./use-reports";

const everyFunction: MetricGroup[] = ["base", "duration", "async"];
const nothing: readonly never[] = [];

/** All that the overview shows of the open function: what it has, its series, and what they say. */
export function useOverview(view: MetricView) {
  const { range } = useSession();
  const { data: detail } = useFunction();
  const has = useParts(view.forced);
  const { durations, stepSeconds } = view;
  const base = useFunctionMetrics({ groups: everyFunction, durations }, { stepSeconds });
  const extra = useFunctionMetrics(has.subject, { stepSeconds, enabled: has.isMore });
  const stepMs = base.data?.stepMs ?? 60_000;
  const shiftMs = comparisonShiftMs(view.comparison, range.lengthMs, stepMs);
  const beforeOptions = { stepSeconds: stepMs / 1000, shiftMs: shiftMs ?? 0 };
  const isCompared = shiftMs !== undefined && base.data !== undefined;
  const before = useFunctionMetrics(
    { groups: everyFunction, durations },
    { ...beforeOptions, enabled: isCompared },
  );
  const extraBefore = useFunctionMetrics(has.subject, {
    ...beforeOptions,
    enabled: isCompared && has.isMore,
  });
  const reports = useReports(detail, has.versions);

  const metrics = useMemo(
    () => base.data && mergedMetrics(base.data, has.isMore ? extra.data : undefined),
    [base.data, extra.data, has.isMore],
  );
  const points = useMemo(() => {
    if (!metrics) return undefined;
    const earlier =
      isCompared && before.data
        ? metricPoints(mergedMetrics(before.data, has.isMore ? extraBefore.data : undefined))
        : undefined;
    const steps = reports.data && reportSteps(metrics, reports.data.reports);
    return withReports(withBefore(metricPoints(metrics), earlier), steps);
  }, [metrics, isCompared, before.data, extraBefore.data, has.isMore, reports.data]);
  const charts = useMemo(
    () =>
      detail && points && metricCharts(overviewOf(detail, has, view, reports.data, points), points),
    [detail, points, has, view, reports.data],
  );
  const facts = useMemo(
    () => detail && points && factsOf(detail, has.provisioned, points, reports.data),
    [detail, has.provisioned, points, reports.data],
  );
  return {
    detail,
    metrics,
    points,
    charts,
    facts,
    reports,
    error: base.error,
    retry: base.refetch,
    /** Readings beside the main one that failed. */
    partErrors: [
      has.isMore ? extra.error : null,
      isCompared ? before.error : null,
      reports.error,
    ].filter((error) => error !== null),
  };
}

interface Parts {
  provisioned: number;
  subject: { groups: MetricGroup[]; mappings: string[]; executedVersions: string[] };
  /** Something is to be asked for beside what every function has. */
  isMore: boolean;
  counted: readonly Mapping[];
  uncounted: readonly Mapping[];
  queueMaximum: number | undefined;
  hasStream: boolean;
  hasKafka: boolean;
  hasUrl: boolean;
  /** The versions that a chosen alias or version runs; absent: all. */
  versions: string[] | undefined;
}

/** What the function has that others have not. */
function useParts(forced: readonly MetricGroup[]): Parts {
  const { name, qualifier } = useFunctionAddress();
  const { data: concurrency } = useConcurrency();
  const { data: triggers } = useKnownTriggers();
  const { data: published } = useVersions(name);
  return useMemo(() => {
    const provisioned = (concurrency?.provisioned ?? nothing).reduce(
      (total, { requested }) => total + requested,
      0,
    );
    const mappings = mappingsIn(triggers?.triggers ?? nothing);
    const counted = mappings.filter(({ metrics }) => metrics?.includes("EventCount"));
    const kinds = mappings.map(({ eventSourceArn }) => eventSourceArn.split(":")[2] ?? "");
    const queues = mappings.flatMap(({ maximumConcurrency }) => maximumConcurrency ?? []);
    const hasKafka = mappings.some(({ eventSourceArn }) =>
      /:kafka:|^[^:]+:\d+$/.test(eventSourceArn),
    );
    const hasStream = hasKafka || kinds.some((kind) => /^(kinesis|dynamodb|rds|docdb)$/.test(kind));
    const hasUrl = (triggers?.triggers ?? nothing).some(({ kind }) => kind === "url");
    const alias = published?.aliases.find((one) => one.name === qualifier);
    const routed = alias && [alias.version, ...(alias.routing ? [alias.routing.version] : [])];
    const executedVersions = routed && routed.length > 1 ? routed : [];
    const groups = (
      [
        ["provisioned", provisioned > 0],
        ["stream", hasStream],
        ["url", hasUrl],
      ] as const
    )
      .filter(([group, isThere]) => isThere || forced.includes(group))
      .map(([group]) => group);
    return {
      provisioned,
      subject: { groups, mappings: counted.map(({ uuid }) => uuid), executedVersions },
      isMore: groups.length > 0 || counted.length > 0 || executedVersions.length > 0,
      counted,
      uncounted: mappings.filter((mapping) => !counted.includes(mapping) && mapping.uuid !== ""),
      queueMaximum:
        queues.length > 0 &&
        mappings.every(({ eventSourceArn }) => sourceKind(eventSourceArn) === "SQS")
          ? queues.reduce((sum, maximum) => sum + maximum, 0)
          : undefined,
      hasStream,
      hasKafka,
      hasUrl,
      versions: qualifier === undefined ? undefined : (routed ?? [qualifier]),
    };
  }, [concurrency, triggers, published, qualifier, forced]);
}

function overviewOf(
  detail: FunctionDetail,
  has: Parts,
  view: MetricView,
  reports: Reports | undefined,
  points: readonly MetricPoint[],
): ChartedOverview {
  return {
    detail,
    limits: {
      reserved: detail.reservedConcurrency,
      provisioned: has.provisioned,
      queueMaximum: has.queueMaximum,
    },
    durations: view.durations,
    reportSource: reportSource(reports, sumOfSeries(points, "invocations")),
    counted: has.counted,
    uncounted: has.uncounted,
    hasStream: has.hasStream,
    hasKafka: has.hasKafka,
    hasUrl: has.hasUrl,
    forced: view.forced,
    executedVersions: has.subject.executedVersions,
    compares: view.comparison !== "off",
  };
}

/** `From 1,000 REPORT lines, the newest of 9,640,000 invocations.` */
function reportSource(reports: Reports | undefined, invocations: number): string {
  if (!reports) return "From REPORT lines.";
  const read = formatFullCount(reports.reports.length);
  return reports.isPart
    ? `From the newest ${read} REPORT lines of about ${formatFullCount(Math.max(invocations, reports.reports.length))} invocations in this time.`
    : `From all ${read} REPORT lines of this time.`;
}

function factsOf(
  detail: FunctionDetail,
  provisioned: number,
  points: readonly MetricPoint[],
  reports: Reports | undefined,
): MetricFacts {
  const sum = (id: SeriesId) => sumOfSeries(points, id);
  return {
    totals: metricTotals(points),
    memoryMb: detail.memoryMb,
    timeoutSeconds: detail.timeoutSeconds,
    reserved: detail.reservedConcurrency,
    reports: reports && reportSummary(reports.reports),
    provisioned,
    provisionedUseMax: highestOfSeries(points, "provisionedUse"),
    iteratorAgeMs: highestOfSeries(points, "iteratorAge"),
    asyncDropped: sum("asyncEventsDropped"),
    undelivered: sum("deadLetterErrors") + sum("destinationDeliveryFailures"),
  };
}
