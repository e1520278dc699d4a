import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { NextState } from "./alarm.ts";
import {
  counted,
  doubleText,
  jsonWithDoubles,
  shortTimeText,
  timeText,
  wasOrWere,
} from "./wording.ts";

/** One period of an alarm's evaluation range; without a value when nothing was recorded in it. */
export interface Datapoint {
  timeMs: number;
  value?: number;
  sampleCount?: number;
}

export interface Judgement {
  /** The whole evaluation range, newest first: somewhat more than `evaluationPeriods`. */
  datapoints: readonly Datapoint[];
  evaluationPeriods: number;
  datapointsToAlarm: number;
  breaches: (value: number) => boolean;
  /** `greater than`. */
  comparison: string;
  threshold: number;
  treatMissingData: string;
  /** What the reason's data says beside: statistic, unit. */
  about: { unit?: string | undefined; statistic?: string | undefined };
  periodSeconds: number;
  nowMs: number;
  current: StateValue;
}

type Known = Datapoint & { value: number };

/**
 * The state an alarm ought to have, by AWS's rules for M out of N and for missing data: real datapoints of
 * the evaluation range are used first, as many as there are periods to evaluate; only what lacks then is
 * filled in. Undefined when the alarm stays as it is.
 */
export function judgeDatapoints(judgement: Judgement): NextState | undefined {
  const { datapoints, evaluationPeriods, datapointsToAlarm, treatMissingData } = judgement;
  const known = datapoints.filter((point): point is Known => point.value !== undefined);
  const used = known.slice(0, evaluationPeriods);
  const breaching = used.filter(({ value }) => judgement.breaches(value));
  const filled = evaluationPeriods - used.length;
  const fills =
    filled > 0 && (treatMissingData === "breaching" || treatMissingData === "notBreaching");
  const say = (value: StateValue) =>
    nextState(judgement, value, used, value === "ALARM" ? breaching : [], fills ? filled : 0);

  if (fills || filled === 0) {
    const filledBreaching = fills && treatMissingData === "breaching" ? filled : 0;
    return say(breaching.length + filledBreaching >= datapointsToAlarm ? "ALARM" : "OK");
  }
  if (breaching.length >= datapointsToAlarm) return say("ALARM");
  if (breaching.length < used.length) return say("OK");
  if (treatMissingData === "ignore") return undefined;
  // Only breaching datapoints, but too few: an alarm all the same once the oldest is old enough, since no
  // later value can help; before that the next value may still be a good one.
  const oldestAge = datapoints.indexOf(used.at(-1) as Known) + 1;
  return say(used.length > 0 && oldestAge >= datapointsToAlarm ? "ALARM" : "INSUFFICIENT_DATA");
}

function nextState(
  judgement: Judgement,
  value: StateValue,
  used: readonly Known[],
  breaching: readonly Known[],
  filled: number,
): NextState {
  const said =
    value === "ALARM" ? breaching : used.filter((point) => !judgement.breaches(point.value));
  return {
    value,
    reason:
      value === "INSUFFICIENT_DATA"
        ? insufficient(judgement.evaluationPeriods - used.length)
        : `Threshold Crossed: ${crossed(judgement, value, used, said, filled)}.`,
    reasonData: reasonData(judgement, used),
  };
}

const insufficient = (count: number) =>
  `Insufficient Data: ${counted(count, "datapoint")} ${wasOrWere(count)} unknown.`;

function crossed(
  judgement: Judgement,
  value: StateValue,
  used: readonly Known[],
  said: readonly Known[],
  filled: number,
): string {
  const { evaluationPeriods, datapointsToAlarm, current } = judgement;
  const treated = judgement.treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
  const missing = `${counted(filled, "missing datapoint")} ${wasOrWere(filled)} treated as [${treated}]`;
  if (filled > 0 && said.length === 0) {
    const received =
      used.length === 0
        ? "no datapoints were"
        : `${counted(used.length, "datapoint")} ${wasOrWere(used.length)}`;
    return `${received} received for ${counted(evaluationPeriods, "period")} and ${missing}`;
  }
  const list = said
    .map((point) => `${doubleText(point.value)} (${shortTimeText(point.timeMs)})`)
    .join(", ");
  const not = value === "ALARM" ? "" : "not ";
  const compared = `[${list}] ${wasOrWere(said.length)} ${not}${judgement.comparison} the threshold (${doubleText(judgement.threshold)})`;
  if (filled > 0) return `${counted(said.length, "datapoint")} ${compared} and ${missing}`;
  if (current === "INSUFFICIENT_DATA" || used.length < evaluationPeriods)
    return `${counted(said.length, "datapoint")} ${compared}`;
  const needed = value === "ALARM" ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return `${said.length} out of the last ${used.length} datapoints ${compared} (minimum ${counted(needed, "datapoint")} for ${current} -> ${value} transition)`;
}

/** The facts behind a reason, in the order and form CloudWatch writes them. */
function reasonData(judgement: Judgement, used: readonly Known[]): string {
  const { datapoints, evaluationPeriods, about, periodSeconds, threshold, nowMs } = judgement;
  const oldest = used.at(-1);
  const evaluated: readonly Datapoint[] = oldest ? used : datapoints.slice(0, evaluationPeriods);
  return jsonWithDoubles(
    {
      version: "1.0",
      queryDate: timeText(nowMs),
      ...(oldest && { startDate: timeText(oldest.timeMs) }),
      ...about,
      period: periodSeconds,
      recentDatapoints: used.map(({ value }) => value).toReversed(),
      threshold,
      evaluatedDatapoints: evaluated.map(({ timeMs, sampleCount, value }) => ({
        timestamp: timeText(timeMs),
        sampleCount,
        value,
      })),
    },
    ["recentDatapoints", "threshold", "sampleCount", "value"],
  );
}
