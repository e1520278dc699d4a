import type { AlarmCondition } from "./alarm";

/** What a rule would have done to a row of values, one a period; null: no data. */
export interface Firing {
  /** How often the state would have become ALARM. */
  times: number;
  /** In how many periods it would have been ALARM. */
  periods: number;
  /** Those periods, as indexes. */
  steps: number[];
}

type Rule = Pick<
  AlarmCondition,
  "comparison" | "threshold" | "evaluationPeriods" | "datapointsToAlarm" | "treatMissingData"
>;

/**
 * Walks an alarm over past values. Each period is judged by itself and its predecessors: ALARM when enough of the
 * last N breach. CloudWatch also looks a little further back when data is missing; where it lacks all of it, the
 * state is kept (`ignore`), or is no ALARM.
 */
export function wouldHaveFired(values: readonly (number | null)[], rule: Rule): Firing {
  const { evaluationPeriods, treatMissingData } = rule;
  const needed = Math.min(rule.datapointsToAlarm, evaluationPeriods);
  const steps: number[] = [];
  let times = 0;
  let isAlarm = false;
  values.forEach((_, step) => {
    const recent = values.slice(Math.max(0, step - evaluationPeriods + 1), step + 1);
    const known = recent.filter((value) => value !== null);
    const breaching = known.filter((value) => breaches(value, rule)).length;
    const missing = recent.length - known.length;
    const counted = breaching + (treatMissingData === "breaching" ? missing : 0);
    const wasAlarm = isAlarm;
    const keepsState = known.length === 0 && treatMissingData === "ignore";
    if (!keepsState) isAlarm = counted >= needed;
    if (!isAlarm) return;
    steps.push(step);
    if (!wasAlarm) times += 1;
  });
  return { times, periods: steps.length, steps };
}

/** Whether one value is on the wrong side of the threshold. */
function breaches(
  value: number,
  { comparison, threshold }: Pick<AlarmCondition, "comparison" | "threshold">,
): boolean {
  switch (comparison) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}

/** Thresholds worth trying: the highest of the values, and the one that all but one in a thousand stay under. */
export function suggestedThresholds(values: readonly (number | null)[]): {
  maximum: number | null;
  p999: number | null;
} {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return {
    maximum: known.at(-1) ?? null,
    p999: known[Math.max(0, Math.ceil(known.length * 0.999) - 1)] ?? null,
  };
}
