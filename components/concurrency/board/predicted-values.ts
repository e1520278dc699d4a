import {
  formatCount,
  formatFullCount,
  formatMonthlyMoney,
  formatMs,
  formatPercent,
  plain,
  type Quantity,
} from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";

const daySeconds = 86_400;
const monthSeconds = 30 * daySeconds;

export type PredictedId = "throttles" | "coldStarts" | "p99" | "cost";

interface Predicted {
  /** As the head of a column. */
  label: string;
  /** As the beginning of a sentence. */
  name: string;
  valueOf(prediction: Prediction): number | null;
  format(value: number | null): Quantity;
  /** Whether less is shown as an improvement and more as harm. */
  judged: boolean;
}

/** What each lane says of its settings, before and after. A month is 30 days, as everywhere. */
export const predictedValues: Record<PredictedId, Predicted> = {
  throttles: {
    label: "Throttles/d",
    name: "Throttles per day",
    valueOf: ({ throttles, windowSeconds }) => (throttles / windowSeconds) * daySeconds,
    format: (value) =>
      value !== null && value > 0 && value < 0.5 ? few : formatCount(value && Math.round(value)),
    judged: true,
  },
  coldStarts: {
    label: "Cold starts",
    name: "Cold starts",
    valueOf: ({ coldStarts, invocations }) => (invocations > 0 ? coldStarts / invocations : null),
    format: formatPercent,
    judged: true,
  },
  p99: {
    label: "p99 time",
    name: "Time, p99",
    valueOf: ({ latencyP99Seconds }) => latencyP99Seconds && latencyP99Seconds * 1000,
    format: formatMs,
    judged: true,
  },
  cost: {
    label: "$/month",
    name: "Cost per month",
    valueOf: ({ costUsd, windowSeconds }) => (costUsd / windowSeconds) * monthSeconds,
    format: (value) => [{ value: formatMonthlyMoney(value), unit: "" }],
    judged: false,
  },
};

export const predictedIds = Object.keys(predictedValues) as PredictedId[];

const few: Quantity = [{ value: "<1", unit: "" }];

/** `better`, `worse`, or `same` where both are written alike. */
export function judge(
  id: PredictedId,
  now: Prediction,
  after: Prediction,
): "same" | "better" | "worse" | "changed" {
  const { valueOf, format, judged } = predictedValues[id];
  const [from, to] = [valueOf(now), valueOf(after)];
  if (plain(format(from)) === plain(format(to))) return "same";
  if (!judged || from === null || to === null) return "changed";
  return to < from ? "better" : "worse";
}

/** `predicted throttles 0 per day`, for whoever hears a handle move. */
export function throttlesInWords(prediction: Prediction | undefined): string {
  if (!prediction) return "prediction under way";
  const { valueOf } = predictedValues.throttles;
  return `predicted throttles ${formatFullCount(Math.round(valueOf(prediction) ?? 0))} per day`;
}
