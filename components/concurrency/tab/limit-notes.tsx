"use client";

import { Note } from "@/components/ui/note";
import { formatFullCount, spanInWords } from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";

/** What the choice leaves open, in words, with the click that settles it. */
export function LimitNotes({
  chosen,
  after,
  covering,
  max,
  onUse,
}: {
  /** The chosen reservation; null: none. */
  chosen: number | null;
  after: Prediction;
  /** The least reservation under which no minute goes over; undefined: not known. */
  covering: number | undefined;
  /** The largest AWS would accept. */
  max: number | undefined;
  onUse(reserved: number): void;
}) {
  if (chosen === null || Number.isNaN(chosen) || after.stepsOver === 0) return null;
  const isCovered = covering !== undefined && covering > chosen;
  const fits = covering !== undefined && (max === undefined || covering <= max);
  return (
    <Note tone="limit">
      At {formatFullCount(chosen)}, <b>{minutesIn(after)}</b> still{" "}
      {after.stepsOver === 1 ? "goes" : "go"} over the limit.{" "}
      {isCovered &&
        (fits ? (
          <>
            {formatFullCount(covering)} covers all of them.{" "}
            <button
              type="button"
              className="min-h-6 font-medium text-accent hover:underline"
              onClick={() => onUse(covering)}
            >
              Use {formatFullCount(covering)}
            </button>
          </>
        ) : (
          `${formatFullCount(covering)} would cover all of them, and ${formatFullCount(max)} are free.`
        ))}
    </Note>
  );
}

/** `6 minutes in 7 days` */
function minutesIn({ stepsOver, windowSeconds }: Prediction): string {
  return `${formatFullCount(stepsOver)} ${stepsOver === 1 ? "minute" : "minutes"} in ${spanInWords(windowSeconds)}`;
}
