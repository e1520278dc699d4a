import {
  type Alarm,
  type AlarmActions,
  type AlarmCondition,
  comparisonOperators,
  missingDataTreatments,
  periodText,
} from "./alarm";
import { functionDimensions } from "./metric-plan";
import { metricSpecs, type SeriesId } from "./metric-specs";

/** What an alarm of a function can be about: a series, or the share of errors, which is an expression. */
export type AlarmSubject = SeriesId | "errorRate";

/** An alarm as it is edited. */
export interface AlarmForm {
  name: string;
  description: string;
  /** As CloudWatch writes it; absent: an expression has none of its own. */
  statistic?: string;
  condition: AlarmCondition;
  actionsEnabled: boolean;
  actions: AlarmActions;
}

export type AlarmField =
  | "name"
  | "description"
  | "statistic"
  | "threshold"
  | "periodSeconds"
  | "evaluationPeriods"
  | "datapointsToAlarm"
  | "alarm"
  | "ok"
  | "insufficientData";

/** The lengths of a period that are offered; Lambda's metrics have one point a minute. */
export const alarmPeriods = [60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

export const alarmStatistics = [
  "Sum",
  "Average",
  "Minimum",
  "Maximum",
  "SampleCount",
  "p50",
  "p90",
  "p95",
  "p99",
  "p99.9",
];

/** The form of a new alarm about a series. */
export function newAlarmForm(
  functionName: string,
  subject: AlarmSubject,
  threshold: number,
): AlarmForm {
  const spec = subject === "errorRate" ? undefined : metricSpecs[subject];
  return {
    name: `${functionName} ${spec ? `${spec.metric} ${spec.statistic}` : "error rate"}`,
    description: "",
    statistic: spec?.statistic,
    condition: {
      comparison: "GreaterThanThreshold",
      threshold,
      periodSeconds: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      // Lambda writes nothing while a function is not called; that is no trouble.
      treatMissingData: "notBreaching",
    },
    actionsEnabled: true,
    actions: { alarm: [], ok: [], insufficientData: [] },
  };
}

/** The form of an alarm that exists; undefined where it has no condition of this sort. */
export function alarmForm(alarm: Alarm): AlarmForm | undefined {
  if (!alarm.condition || alarm.fixed !== undefined) return undefined;
  const { name, description, condition, actionsEnabled, actions, metric } = alarm;
  return { name, description, statistic: metric?.statistic, condition, actionsEnabled, actions };
}

const mostActions = 5;
const daySeconds = 86_400;

/** What is wrong with the form, by field. Source: PutMetricAlarm. */
export function alarmProblems(form: AlarmForm): Partial<Record<AlarmField, string>> {
  const { name, description, statistic, condition } = form;
  const { threshold, periodSeconds, evaluationPeriods, datapointsToAlarm } = condition;
  const problems: Partial<Record<AlarmField, string>> = {};
  if (name.trim() === "" || name.length > 255)
    problems.name = "An alarm's name has 1 to 255 characters.";
  if (description.length > 1024)
    problems.description = "A description has at most 1,024 characters.";
  if (statistic !== undefined && !isStatistic(statistic))
    problems.statistic = "Sum, Average, Minimum, Maximum, SampleCount, or a percentile p0 to p100.";
  if (!Number.isFinite(threshold)) problems.threshold = "The threshold is a number.";
  if (!isPeriod(periodSeconds))
    problems.periodSeconds = "A period is 10, 20 or 30 s, or whole minutes up to a day.";
  if (!isWhole(evaluationPeriods, 1, 10_080))
    problems.evaluationPeriods = "At least 1 whole period is looked at.";
  else if (!problems.periodSeconds) {
    const most = periodSeconds < 3600 ? daySeconds : 7 * daySeconds;
    if (periodSeconds * evaluationPeriods > most)
      problems.evaluationPeriods = `All periods together may be ${periodText(most)} long: at most ${Math.floor(most / periodSeconds)} of ${periodText(periodSeconds)}.`;
  }
  if (!isWhole(datapointsToAlarm, 1, Math.max(1, evaluationPeriods)))
    problems.datapointsToAlarm = `From 1 to the ${evaluationPeriods || 1} periods that are looked at.`;
  for (const field of ["alarm", "ok", "insufficientData"] as const) {
    const problem = actionsProblem(form.actions[field]);
    if (problem) problems[field] = problem;
  }
  return problems;
}

function actionsProblem(typed: readonly string[]): string | undefined {
  const arns = typed.filter(isWritten);
  if (arns.length > mostActions) return `At most ${mostActions} actions.`;
  const wrong = arns.find(
    (arn) => !/^arn:[a-z0-9-]+:[a-z0-9-]+:\S+$/i.test(arn) || arn.length > 1024,
  );
  return wrong === undefined ? undefined : `This is not an ARN: ${wrong}`;
}

/** An empty line is one that is being typed. */
function isWritten(line: string): boolean {
  return line !== "";
}

function isStatistic(text: string): boolean {
  if (/^(SampleCount|Average|Sum|Minimum|Maximum)$/.test(text)) return true;
  const percentile = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(text);
  return percentile !== null && Number(percentile[1]) <= 100;
}

function isPeriod(seconds: number): boolean {
  if ([10, 20, 30].includes(seconds)) return true;
  return isWhole(seconds, 60, daySeconds) && seconds % 60 === 0;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

type Input = Record<string, unknown>;

/** What PutMetricAlarm is given for a new alarm. */
export function newAlarmInput(
  form: AlarmForm,
  subject: AlarmSubject,
  functionName: string,
  qualifier?: string,
): Input {
  const Dimensions = functionDimensions(functionName, qualifier);
  if (subject !== "errorRate")
    return {
      ...commonInput(form),
      Namespace: "AWS/Lambda",
      MetricName: metricSpecs[subject].metric,
      Dimensions,
      ...statisticInput(form.statistic ?? metricSpecs[subject].statistic),
      Period: form.condition.periodSeconds,
    };
  const stat = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: "AWS/Lambda", MetricName, Dimensions },
      Period: form.condition.periodSeconds,
      Stat: "Sum",
    },
    ReturnData: false,
  });
  return {
    ...commonInput(form),
    Metrics: [
      {
        Id: "rate",
        Expression: errorRateExpression,
        Label: "Error rate in percent",
        ReturnData: true,
      },
      stat("errors", "Errors"),
      stat("invocations", "Invocations"),
    ],
  };
}

const errorRateExpression = "100 * errors / invocations";

/** What PutMetricAlarm is given to change an alarm: what AWS has, with what the form sets. */
export function editedAlarmInput(before: Input, form: AlarmForm): Input {
  const common = { ...before, ...commonInput(form) };
  if (!Array.isArray(before.Metrics)) {
    return {
      // The one that is not set any more must go.
      ...Object.fromEntries(
        Object.entries(common).filter(([name]) => !/^(Extended)?Statistic$/.test(name)),
      ),
      ...statisticInput(form.statistic ?? "Average"),
      Period: form.condition.periodSeconds,
    };
  }
  const Period = form.condition.periodSeconds;
  return {
    ...common,
    Metrics: (before.Metrics as Input[]).map((query) => ({
      ...query,
      ...(query.MetricStat ? { MetricStat: { ...(query.MetricStat as Input), Period } } : {}),
      ...(query.Period === undefined ? {} : { Period }),
    })),
  };
}

function commonInput({
  name,
  description,
  condition,
  actionsEnabled,
  actions,
  statistic,
}: AlarmForm): Input {
  const isPercentile = statistic?.startsWith("p") ?? false;
  return {
    AlarmName: name,
    AlarmDescription: description,
    ActionsEnabled: actionsEnabled,
    AlarmActions: actions.alarm.filter(isWritten),
    OKActions: actions.ok.filter(isWritten),
    InsufficientDataActions: actions.insufficientData.filter(isWritten),
    ComparisonOperator: condition.comparison,
    Threshold: condition.threshold,
    EvaluationPeriods: condition.evaluationPeriods,
    DatapointsToAlarm: condition.datapointsToAlarm,
    TreatMissingData: condition.treatMissingData,
    EvaluateLowSampleCountPercentile: isPercentile ? condition.evaluateLowSampleCount : undefined,
  };
}

function statisticInput(statistic: string): Input {
  return statistic.startsWith("p") ? { ExtendedStatistic: statistic } : { Statistic: statistic };
}

/** Whether a text is a comparison or a treatment that CloudWatch knows and this form can show. */
export function isComparison(text: unknown): text is AlarmCondition["comparison"] {
  return comparisonOperators.some((known) => known === text);
}
export function isMissingData(text: unknown): text is AlarmCondition["treatMissingData"] {
  return missingDataTreatments.some((known) => known === text);
}
