import type { Dimension } from "./metric-plan";
import type { Problem } from "./problem";

/** A CloudWatch alarm as pages show it. Fields an implementation leaves out are absent. */
export interface Alarm {
  name: string;
  arn?: string;
  description: string;
  /** `metric`: of one metric; `math`: of an expression; `composite`: of other alarms. */
  kind: "metric" | "math" | "composite";
  /** `OK`, `ALARM`, `INSUFFICIENT_DATA`, or what the endpoint says. */
  state: string;
  stateReason: string;
  /** ISO time since when it has been in its state. */
  since?: string;
  /** When it was last changed: an edit says which state it was made from. */
  revision?: string;
  actionsEnabled: boolean;
  actions: AlarmActions;
  /** Of kinds `metric` and `math`. */
  condition?: AlarmCondition;
  /** Of kind `metric`. */
  metric?: AlarmMetric;
  /** Of kind `math`: the metrics it uses and its expressions, as text. */
  metrics?: AlarmMetric[];
  expressions?: string[];
  /** Of kind `composite`: its rule, as CloudWatch writes it. */
  rule?: string;
  /** Why its condition cannot be edited here; absent: it can. */
  fixed?: string;
}

/** What is done when an alarm changes into a state: ARNs. */
export interface AlarmActions {
  alarm: string[];
  ok: string[];
  insufficientData: string[];
}

export interface AlarmMetric {
  namespace: string;
  metric: string;
  dimensions: Dimension[];
  /** `Sum`, `p99`, ... */
  statistic: string;
  periodSeconds: number;
}

export const comparisonOperators = [
  "GreaterThanThreshold",
  "GreaterThanOrEqualToThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

export const missingDataTreatments = ["missing", "notBreaching", "breaching", "ignore"] as const;
export type MissingData = (typeof missingDataTreatments)[number];

/** When an alarm fires. */
export interface AlarmCondition {
  comparison: ComparisonOperator;
  threshold: number;
  periodSeconds: number;
  evaluationPeriods: number;
  /** Of the last `evaluationPeriods`, so many must breach. */
  datapointsToAlarm: number;
  treatMissingData: MissingData;
  /** Of percentiles: whether a period with few samples counts. Absent: it does. */
  evaluateLowSampleCount?: "evaluate" | "ignore";
}

export interface FunctionAlarms {
  /** In trouble first, then by name. */
  alarms: Alarm[];
  /** What could not be read, and why. */
  problems: Problem[];
  /** Not all alarms of the account were looked at. */
  isPart: boolean;
}

export interface AlarmEvent {
  /** ISO time. */
  time: string;
  /** `StateUpdate`, `ConfigurationUpdate`, `Action`. */
  kind: string;
  summary: string;
}

export const comparisonSigns: Record<ComparisonOperator, string> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "\u2265",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "\u2264",
};

export const missingDataWords: Record<MissingData, string> = {
  missing: "says nothing (the state becomes insufficient data)",
  notBreaching: "counts as good",
  breaching: "counts as breaching",
  ignore: "keeps the state",
};

const stateWords: Record<string, string> = {
  OK: "OK",
  ALARM: "In alarm",
  INSUFFICIENT_DATA: "Insufficient data",
};

export function alarmStateText(state: string): string {
  return stateWords[state] ?? state;
}

/** `Errors Sum > 5 in 2 of 3 periods of 5 min` */
export function conditionText({ metric, condition, rule, expressions }: Alarm): string {
  if (rule !== undefined) return rule;
  if (!condition) return expressions?.join(", ") ?? "";
  const what = metric ? `${metric.metric} ${metric.statistic}` : (expressions?.join(", ") ?? "");
  return `${what} ${ruleText(condition)}`;
}

/** `> 5 in 2 of 3 periods of 5 min` */
export function ruleText(condition: AlarmCondition): string {
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm } = condition;
  const value = Number(threshold.toPrecision(8)).toLocaleString("en-US", {
    maximumFractionDigits: 8,
  });
  const length = periodText(condition.periodSeconds);
  const periods =
    evaluationPeriods === 1
      ? `for ${length}`
      : `in ${datapointsToAlarm} of ${evaluationPeriods} periods of ${length}`;
  return `${comparisonSigns[comparison]} ${value} ${periods}`;
}

/** `30 s`, `1 min`, `1 h`, `1 d` */
export function periodText(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** The names of the alarms that a composite alarm's rule is made of: names or ARNs, quoted or bare. */
export function alarmsInRule(rule: string): string[] {
  const found = rule.matchAll(
    /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)/gi,
  );
  return [...found].map(([, double, single, bare]) => {
    const named = double ?? single ?? bare ?? "";
    return named.startsWith("arn:") ? (named.split(":alarm:")[1] ?? named) : named;
  });
}
