import type { ChartLimit } from "@/components/chart/chart-definition";
import { type Alarm, alarmStateText, periodText, comparisonSigns } from "@/lib/model/alarm";
import type { AlarmSubject } from "@/lib/model/alarm-form";
import {
  formatCount,
  formatDuration,
  formatFullCount,
  formatPercent,
  plain,
} from "@/lib/model/format";
import { functionDimensions } from "@/lib/model/metric-plan";
import { metricSpecs, type SeriesId, seriesIds } from "@/lib/model/metric-specs";

/** What an alarm can be set on from a chart, by the chart's id. */
export const subjectsOfChart: Record<string, readonly AlarmSubject[]> = {
  requests: ["invocations"],
  failures: ["errors", "throttles"],
  "error-rate": ["errorRate"],
  duration: [
    "durationAverage",
    "durationP50",
    "durationP90",
    "durationP95",
    "durationP99",
    "durationMaximum",
  ],
  concurrency: ["concurrency"],
  "async-received": ["asyncEventsReceived"],
  "async-age": ["asyncEventAge", "asyncEventAgeAverage"],
  "async-lost": ["asyncEventsDropped", "deadLetterErrors", "destinationDeliveryFailures"],
  "provisioned-use": ["provisionedUse"],
  "spill-over": ["provisionedSpillover"],
  "iterator-age": ["iteratorAge"],
  "offset-lag": ["offsetLag"],
  "url-requests": ["urlRequests", "url4xx", "url5xx"],
  "url-latency": ["urlLatencyAverage", "urlLatencyMaximum"],
};

/** `Errors, Sum`; `Error rate, percent` */
export function subjectText(subject: AlarmSubject): string {
  if (subject === "errorRate") return "Error rate, percent";
  const { metric, statistic } = metricSpecs[subject];
  return `${metric}, ${statistic}`;
}

/** The unit a threshold on it is typed in. */
export function subjectUnit(subject: AlarmSubject): string {
  if (subject === "errorRate") return "%";
  const { metric } = metricSpecs[subject];
  if (/Duration|Age|Latency/.test(metric)) return "ms";
  return metric === "ProvisionedConcurrencyUtilization" ? "of 1" : "";
}

/** A value of a series as people read it. */
export function subjectValue(subject: AlarmSubject, value: number): string {
  const unit = subjectUnit(subject);
  if (unit === "%") return plain(formatPercent(value / 100));
  if (unit === "of 1") return plain(formatPercent(value));
  return unit === "ms" ? plain(formatDuration(value)) : formatFullCount(value);
}

/** What an alarm is about, where that is one of the series; of an expression, where it is the share of errors. */
export function subjectOf({ metric, metrics, kind }: Alarm): AlarmSubject | undefined {
  if (metric?.namespace === "AWS/Lambda")
    return (
      seriesIds.find((id) => isSeries(id, metric.metric, metric.statistic)) ??
      seriesIds.find((id) => metricSpecs[id].metric === metric.metric)
    );
  const names = new Set(metrics?.map((one) => one.metric));
  const isRate =
    kind === "math" && names.size === 2 && names.has("Errors") && names.has("Invocations");
  return isRate ? "errorRate" : undefined;
}

function isSeries(id: SeriesId, metric: string, statistic: string): boolean {
  return metricSpecs[id].metric === metric && metricSpecs[id].statistic === statistic;
}

const stateColours: Record<string, string> = {
  ALARM: "var(--danger)",
  OK: "var(--ok)",
};

/**
 * The thresholds that belong on a chart, as lines. Those of another alias or version than the page shows are left
 * out. A sum is drawn at the height that it has in the chart's steps.
 */
export function alarmLimits(
  alarms: readonly Alarm[],
  chartId: string | undefined,
  functionName: string,
  qualifier: string | undefined,
  stepMs: number,
): ChartLimit[] {
  const subjects = subjectsOfChart[chartId ?? ""] ?? [];
  const wanted = JSON.stringify(functionDimensions(functionName, qualifier).toSorted(byName));
  return alarms.flatMap((alarm): ChartLimit[] => {
    const subject = subjectOf(alarm);
    const { condition } = alarm;
    if (subject === undefined || !condition || !subjects.includes(subject)) return [];
    const dimensions = (alarm.metric ?? alarm.metrics?.[0])?.dimensions ?? [];
    if (JSON.stringify(dimensions.toSorted(byName)) !== wanted) return [];
    const isSum = alarm.metric?.statistic === "Sum";
    const perStep = isSum ? stepMs / 1000 / condition.periodSeconds : 1;
    // An expression's share of errors may be one of 100 or of 1.
    const isPercent = alarm.expressions?.some((text) => /\b100\b/.test(text)) ?? false;
    const scale = subject === "errorRate" && isPercent ? 0.01 : 1;
    const value = condition.threshold * perStep * scale;
    const shown =
      subject === "errorRate"
        ? plain(formatPercent(condition.threshold * scale))
        : isSum
          ? plain(formatCount(condition.threshold))
          : subjectValue(subject, condition.threshold);
    const per = perStep === 1 ? "" : ` per ${periodText(condition.periodSeconds)}`;
    return [
      {
        label: `alarm ${alarm.name}`,
        value,
        colour: stateColours[alarm.state] ?? "var(--text-2)",
        dashed: true,
        text: `${alarm.name} ${comparisonSigns[condition.comparison]} ${shown}${per}: ${alarmStateText(alarm.state)}`,
      },
    ];
  });
}

function byName(a: { Name: string }, b: { Name: string }): number {
  return a.Name.localeCompare(b.Name);
}
