"use client";

import { Quantity } from "@/components/ui/quantity";
import { plain } from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";
import { judge, predictedIds, predictedValues, type PredictedId } from "./predicted-values";

/** The predictions of a lane: `now -> after` where they differ. A click explains them. */
export function PredictionCells({
  functionName,
  now,
  after,
  ids = predictedIds,
  onExplain,
}: {
  functionName: string;
  now: Prediction;
  after: Prediction;
  ids?: readonly PredictedId[];
  onExplain(): void;
}) {
  return (
    <button
      type="button"
      className="predictions"
      aria-label={`${functionName}, how it was computed: ${inWords(now, after)}`}
      onClick={onExplain}
    >
      {ids.map((id) => (
        <PredictionCell key={id} id={id} now={now} after={after} />
      ))}
    </button>
  );
}

/** One value before and after, or once where both are the same. */
export function PredictionCell({
  id,
  now,
  after,
}: {
  id: PredictedId;
  now: Prediction;
  after: Prediction;
}) {
  const { valueOf, format } = predictedValues[id];
  const judgement = judge(id, now, after);
  const to = format(valueOf(after));
  if (judgement === "same")
    return (
      <span className={id === "throttles" && after.throttles >= 0.5 ? "prediction-over" : ""}>
        <Quantity of={to} />
      </span>
    );
  return (
    <span>
      <span className="prediction-before">
        <Quantity of={format(valueOf(now))} />
      </span>
      <span className={`prediction-${judgement}`}>
        {"\u2192 "}
        <Quantity of={to} />
      </span>
    </span>
  );
}

function inWords(now: Prediction, after: Prediction): string {
  return predictedIds
    .map((id) => {
      const { name, valueOf, format } = predictedValues[id];
      const from = plain(format(valueOf(now)));
      return judge(id, now, after) === "same"
        ? `${name} ${from}`
        : `${name} ${from}, then ${plain(format(valueOf(after)))}`;
    })
    .join("; ");
}
