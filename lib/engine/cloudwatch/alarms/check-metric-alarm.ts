import type { MetricDataQuery, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { refuseFields } from "../../http/refuse-fields.ts";
import { validationError } from "../errors.ts";
import type { MetricStore } from "../metric-store.ts";
import { parseExpression } from "../metric-math/expression.ts";
import { QuerySet } from "../query-set.ts";
import { isStatistic } from "../statistic.ts";
import { checkActions } from "./check-actions.ts";
import { comparisons } from "./wording.ts";

const treatments = ["breaching", "notBreaching", "ignore", "missing"];
const daySeconds = 86_400;
const weekSeconds = 7 * daySeconds;
const anomalies = "there is no anomaly detection; compare with a static Threshold.";

/** Throws ValidationError when AWS would not take the alarm, or when it asks for what is not imitated. */
export function checkMetricAlarm(
  input: PutMetricAlarmInput,
  place: { store: MetricStore; region: string; nowMs: number },
): void {
  refuseFields("ValidationError", input, {
    ThresholdMetricId: anomalies,
    EvaluationCriteria: "there are no PromQL queries.",
    EvaluationInterval: "there are no PromQL queries.",
    WarmUpConfiguration: "alarms are evaluated from their first period on.",
    ActionConfiguration: "events of alarms have AWS's own content.",
  });
  if (input.EvaluationWindow && "WallClockWindow" in input.EvaluationWindow)
    throw validationError(
      "The local engine does not support EvaluationWindow.WallClockWindow: windows slide.",
    );
  const operator = input.ComparisonOperator;
  if (operator === undefined) throw mustNotBeNull("ComparisonOperator");
  if (!comparisons[operator])
    throw validationError(`The local engine does not support ${operator}: ${anomalies}`);
  if (input.Threshold === undefined) throw mustNotBeNull("Threshold");
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm } = input;
  if (evaluationPeriods === undefined) throw mustNotBeNull("EvaluationPeriods");
  if (datapointsToAlarm !== undefined && datapointsToAlarm > evaluationPeriods)
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  const treatment = input.TreatMissingData;
  if (treatment !== undefined && !treatments.includes(treatment))
    throw validationError(
      `The value [${treatment}] is not supported for TreatMissingData parameter. Supported values are [${treatments.join(", ")}]`,
    );
  const lowSamples = input.EvaluateLowSampleCountPercentile;
  if (lowSamples !== undefined && lowSamples !== "evaluate" && lowSamples !== "ignore")
    throw validationError(
      `Option ${lowSamples} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    );
  checkActions(input);
  const periodSeconds = input.Metrics?.length ? checkMath(input, place) : checkMetric(input);
  const spanSeconds = periodSeconds * evaluationPeriods;
  const [limit, words] =
    periodSeconds < 3_600 ? [daySeconds, "a day"] : [weekSeconds, "seven days"];
  if (spanSeconds > limit)
    throw validationError(
      `Metrics cannot be checked across more than ${words} (EvaluationPeriods * Period must be <= ${limit}).`,
    );
}

/** An alarm on one metric; returns its period. */
function checkMetric(input: PutMetricAlarmInput): number {
  if (!input.MetricName) throw mustNotBeNull("MetricName");
  if (!input.Namespace) throw mustNotBeNull("Namespace");
  if (input.Period === undefined) throw mustNotBeNull("Period");
  checkPeriod(input.Period);
  const { Statistic, ExtendedStatistic } = input;
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw validationError("Exactly one of Statistic and ExtendedStatistic must be specified.");
  if (ExtendedStatistic !== undefined) checkStatistic(ExtendedStatistic, "ExtendedStatistic");
  if (input.EvaluateLowSampleCountPercentile !== undefined && !/^p\d/.test(ExtendedStatistic ?? ""))
    throw validationError(
      "Parameter EvaluateLowSampleCountPercentile must not be specified for an alarm whose statistic is not a percentile.",
    );
  return input.Period;
}

const ofOneMetric = [
  "MetricName",
  "Namespace",
  "Dimensions",
  "Period",
  "Unit",
  "Statistic",
  "ExtendedStatistic",
] as const;

/** An alarm on metric math; returns the period of its metrics. */
function checkMath(
  input: PutMetricAlarmInput,
  { store, region, nowMs }: { store: MetricStore; region: string; nowMs: number },
): number {
  const queries = input.Metrics ?? [];
  for (const name of ofOneMetric)
    if (input[name] !== undefined && !(Array.isArray(input[name]) && input[name].length === 0))
      throw validationError(`Parameter ${name} must not be specified together with Metrics.`);
  const ids = new Set<string>();
  for (const query of queries) {
    checkQuery(query, ids);
    ids.add(query.Id ?? "");
  }
  if (queries.filter(({ MetricStat }) => MetricStat).length > 10)
    throw validationError("Metrics must not have more than 10 metrics.");
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (returned.length !== 1)
    throw validationError("Exactly one element of the metrics list should return data.");
  const periods = new Set(
    queries.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? []),
  );
  if (periods.size > 1)
    throw validationError("All metrics of the metrics list must have the same period.");
  const [periodSeconds] = periods;
  if (periodSeconds === undefined) throw mustNotBeNull("Period");
  checkPeriod(periodSeconds);
  // Evaluating it once, over a minute, finds what is wrong with the expressions.
  const set = new QuerySet(queries, {
    store,
    region,
    startMs: nowMs - 60_000,
    endMs: nowMs,
    nowMs,
  });
  if (set.series(returned[0]?.Id ?? "").length > 1)
    throw validationError(
      "The local engine does not support alarms on several time series: the expression must return one.",
    );
  return periodSeconds;
}

function checkQuery(query: MetricDataQuery, known: ReadonlySet<string>): void {
  const { Id: id = "", MetricStat: stat, Expression: expression } = query;
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id))
    throw validationError(
      `Invalid metrics list: the id '${id}' must start with a lowercase letter and hold letters, digits and _ only.`,
    );
  if (known.has(id)) throw validationError(`Invalid metrics list: the id '${id}' is not unique.`);
  if ((stat === undefined) === (expression === undefined))
    throw validationError(
      `Invalid metrics list: exactly one of MetricStat and Expression must be specified for '${id}'.`,
    );
  if (expression !== undefined) {
    if (/\bANOMALY_DETECTION_BAND\b/.test(expression))
      throw validationError(
        `The local engine does not support ANOMALY_DETECTION_BAND: ${anomalies}`,
      );
    parseExpression(expression);
  }
  if (!stat) return;
  if (!stat.Metric?.MetricName || !stat.Metric.Namespace)
    throw validationError(
      `Invalid metrics list: the metric '${id}' must have a Namespace and a MetricName.`,
    );
  checkStatistic(stat.Stat ?? "", "Stat");
}

function checkPeriod(periodSeconds: number): void {
  if ([10, 20, 30].includes(periodSeconds)) return;
  if (periodSeconds % 60 !== 0)
    throw validationError("Period must be 10, 20, 30 or a multiple of 60");
}

function checkStatistic(name: string, parameter: string): void {
  if (!isStatistic(name))
    throw validationError(`The value ${name} for parameter ${parameter} is not supported.`);
}

const mustNotBeNull = (parameter: string) => validationError(`${parameter} must not be null`);
