import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { MetricStore } from "../metric-store.ts";
import { QuerySet } from "../query-set.ts";
import { readMetric } from "../read-metric.ts";
import { parseStatistic } from "../statistic.ts";
import type { MetricAlarm } from "./alarm.ts";
import type { Datapoint } from "./judge-datapoints.ts";

const minuteSeconds = 60;
const hourSeconds = 3_600;
const daySeconds = 86_400;

/** The period of an alarm: its metric's, or the longest in its metric math. */
export function periodOf({ settings }: MetricAlarm): number {
  const periods = (settings.Metrics ?? []).map(
    ({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0,
  );
  return settings.Period ?? (Math.max(0, ...periods) || minuteSeconds);
}

/** How often an alarm is evaluated: each minute, each 10 seconds for short periods, hourly beyond a day. */
export function evaluatedEverySeconds(alarm: MetricAlarm): number {
  const periodSeconds = periodOf(alarm);
  if (periodSeconds < minuteSeconds) return 10;
  const spanSeconds = periodSeconds * (alarm.settings.EvaluationPeriods ?? 1);
  return spanSeconds > daySeconds ? hourSeconds : minuteSeconds;
}

/** More than is evaluated, for when some is missing: two periods, for short ones two minutes. */
const spareOf = (periodSeconds: number): number => Math.max(2, Math.ceil(120 / periodSeconds));

/** The datapoints of an alarm's evaluation range, newest first; the newest period is over at `nowMs`. */
export function readDatapoints(store: MetricStore, alarm: MetricAlarm, nowMs: number): Datapoint[] {
  const { settings } = alarm;
  const periodSeconds = periodOf(alarm);
  const range = (settings.EvaluationPeriods ?? 1) + spareOf(periodSeconds);
  // Math is computed on the grid of its period; a plain metric's window slides.
  const stepSeconds = settings.Metrics ? periodSeconds : evaluatedEverySeconds(alarm);
  const endSeconds = Math.floor(nowMs / 1000 / stepSeconds) * stepSeconds;
  const startSeconds = endSeconds - range * periodSeconds;
  const found = settings.Metrics
    ? readMath(store, alarm, settings.Metrics, { startSeconds, endSeconds, nowMs })
    : readStatistic(store, alarm, { startSeconds, endSeconds });
  return Array.from({ length: range }, (_, index) => {
    const time = endSeconds - (index + 1) * periodSeconds;
    return { timeMs: time * 1000, ...found.get(time) };
  });
}

type Found = Map<number, Omit<Datapoint, "timeMs">>;

function readStatistic(
  store: MetricStore,
  { region, settings }: MetricAlarm,
  range: { startSeconds: number; endSeconds: number },
): Found {
  const { MetricName, Namespace, Dimensions, Period, Unit } = settings;
  const statistic = parseStatistic(settings.Statistic ?? settings.ExtendedStatistic ?? "");
  const periods = readMetric(
    store,
    { Metric: { MetricName, Namespace, Dimensions }, Period, Unit },
    { region, ...range, withSketches: statistic.needsSketch },
  );
  return new Map(
    [...periods].map(([time, aggregate]) => [
      time,
      { value: statistic.of(aggregate), sampleCount: aggregate.count },
    ]),
  );
}

function readMath(
  store: MetricStore,
  { region }: MetricAlarm,
  queries: readonly MetricDataQuery[],
  range: { startSeconds: number; endSeconds: number; nowMs: number },
): Found {
  const [startMs, endMs] = [range.startSeconds * 1000, range.endSeconds * 1000];
  const set = new QuerySet(queries, { store, region, startMs, endMs, nowMs: range.nowMs });
  const watched = queries.find(({ ReturnData }) => ReturnData !== false)?.Id ?? "";
  const [series] = set.series(watched);
  return new Map([...(series?.points ?? [])].map(([time, value]) => [time, { value }]));
}

/** True when a percentile stands on too few values to mean something, as CloudWatch counts it. */
export function hasTooFewSamples(
  statistic: string | undefined,
  datapoints: readonly Datapoint[],
): boolean {
  const percent = Number(/^p(\d+(?:\.\d+)?)$/.exec(statistic ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) return false;
  // Ten values are to lie beyond the percentile, on its shorter side.
  const needed = 1000 / (percent >= 50 ? 100 - percent : percent);
  const samples = datapoints.reduce((sum, { sampleCount = 0 }) => sum + sampleCount, 0);
  return samples < needed;
}
