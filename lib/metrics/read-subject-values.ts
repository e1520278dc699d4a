import type { AlarmSubject } from "@/lib/model/alarm-form";
import { alarmPeriods } from "@/lib/model/alarm-form";
import type { Connection } from "@/lib/model/connection";
import { functionDimensions, type MetricQuery } from "@/lib/model/metric-plan";
import { metricPoints, type MetricReading } from "@/lib/model/metric-series";
import { metricSpecs } from "@/lib/model/metric-specs";
import { refuse } from "@/lib/model/refuse";
import { type MetricTime, readQueries, shapeSeries } from "./read-metrics";

export interface SubjectValues extends MetricReading {
  /** One a step; null: no data, which CloudWatch does not take for zero. */
  values: (number | null)[];
}

/** So many steps are as good as more to see how often a threshold is crossed. */
const mostSteps = 20_000;

/** What an alarm about a series would see: its values by the alarm's own statistic and period. */
export async function readSubjectValues(
  connection: Connection,
  wanted: {
    functionName: string;
    qualifier?: string;
    subject: AlarmSubject;
    statistic?: string;
  },
  time: MetricTime,
  nowMs: number,
): Promise<SubjectValues> {
  const { functionName, qualifier, subject } = wanted;
  const { span, periodSeconds } = time;
  if (!alarmPeriods.includes(periodSeconds))
    refuse("periodSeconds", `periodSeconds is one of ${alarmPeriods.join(", ")}.`);
  if ((span.endMs - span.startMs) / 1000 / periodSeconds > mostSteps)
    refuse("periodSeconds", "The time range has too many of these periods; choose a longer one.");
  const dimensions = functionDimensions(functionName, qualifier);
  const queries: MetricQuery[] =
    subject === "errorRate"
      ? (["errors", "invocations"] as const).map((id) => ({ ...metricSpecs[id], id, dimensions }))
      : [
          {
            id: "asked",
            metric: metricSpecs[subject].metric,
            statistic: wanted.statistic ?? metricSpecs[subject].statistic,
            dimensions,
          },
        ];
  const { points, ...reading } = await readQueries(
    connection,
    `read what an alarm on ${functionName} would see`,
    queries,
    time,
    nowMs,
  );
  const shaped = shapeSeries(reading, queries, points);
  const values =
    subject === "errorRate"
      ? metricPoints({ ...reading, ...shaped }).map(({ errorRate }) =>
          errorRate === null ? null : errorRate * 100,
        )
      : (shaped.series.asked ?? Array.from({ length: reading.length }, () => null));
  return { ...reading, dataUntilMs: shaped.dataUntilMs, values };
}
