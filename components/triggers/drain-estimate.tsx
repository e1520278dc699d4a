"use client";

import { useRowMetrics } from "@/components/functions/use-functions";
import { useFunctionAddress } from "@/components/functions/use-function";
import { Note } from "@/components/ui/note";
import { drainInWords } from "@/lib/model/drain-time";
import type { Mapping } from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import type { Traffic } from "@/lib/model/trigger-traffic";

/** How long the queue's backlog takes at a maximum concurrency, which the slider moves. */
export function DrainEstimate({
  mapping,
  traffic,
  checked,
  maximum,
  locked,
  onMaximum,
}: {
  mapping: Mapping;
  traffic: Traffic | undefined;
  checked: CheckedFunction | undefined;
  /** As it is edited; null: no maximum. */
  maximum: number | null;
  locked: string | undefined;
  onMaximum(maximum: number): void;
}) {
  const { name } = useFunctionAddress();
  const { data } = useRowMetrics([name], [name]);
  const { invocations = 0, totalDurationMs } = data?.metrics[name] ?? {};
  const waiting = mapping.queue?.visible ?? traffic?.waiting;
  if (waiting === undefined) return null;
  if (invocations === 0 || totalDurationMs === undefined || traffic?.arrivedPerSecond === undefined)
    return (
      <Note>
        How long the backlog takes is told once the function has worked in the time range: it
        depends on how long an invocation takes.
      </Note>
    );
  const { batchSize = 10 } = mapping;
  const perInvocation = traffic.total ? traffic.total / invocations : batchSize;
  const { text, assumption, grows } = drainInWords(
    {
      waiting,
      arrivedPerSecond: traffic.arrivedPerSecond,
      batchMessages: Math.min(batchSize, Math.max(1, perInvocation)),
      durationMs: totalDurationMs / invocations,
      functionLimit: checked?.reservedConcurrency ?? undefined,
    },
    maximum,
  );
  return (
    <div className="flex flex-col gap-2">
      <label className="flex flex-col gap-1 text-11 text-text-3">
        {"Try a maximum concurrency"}
        <input
          type="range"
          className="w-full accent-accent"
          aria-label="Try a maximum concurrency"
          aria-valuetext={maximum === null ? "no maximum" : `${maximum} at a time`}
          min={0}
          max={steps}
          value={toStep(maximum ?? most)}
          disabled={locked !== undefined}
          title={locked}
          onChange={(event) => onMaximum(fromStep(Number(event.target.value)))}
        />
      </label>
      <Note tone={grows ? "warn" : "neutral"}>
        <span aria-live="polite">{text}</span>
        <span className="mt-1 block text-11 text-text-3">{assumption}</span>
      </Note>
    </div>
  );
}

const least = 2;
const most = 1_000;
const steps = 100;

/** The slider is logarithmic: from 2 to 20 is as far as from 100 to 1,000. */
function toStep(maximum: number): number {
  return Math.round((steps * Math.log(maximum / least)) / Math.log(most / least));
}

function fromStep(step: number): number {
  return Math.round(least * (most / least) ** (step / steps));
}
