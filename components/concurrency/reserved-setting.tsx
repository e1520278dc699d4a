"use client";

import { OctagonX } from "lucide-react";
import { useId } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useConfirm } from "@/components/functions/use-confirm";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { NumberField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import { type FunctionConcurrency, reservedProblem } from "@/lib/model/concurrency-limits";
import type { ConcurrencyUse } from "@/lib/model/concurrency-use";
import { formatFullCount, formatPercent, plain } from "@/lib/model/format";

export interface ReservedSettingProps {
  concurrency: FunctionConcurrency;
  use: ConcurrencyUse | undefined;
  /** What is chosen and not saved: undefined nothing, null no reservation, NaN an empty field. */
  pending: number | null | undefined;
  onPending(pending: number | null | undefined): void;
}

/** Reserved concurrency: on or off, the number, and stopping the function altogether. */
export function ReservedSetting({ concurrency, use, pending, onPending }: ReservedSettingProps) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const hintId = useId();
  const { reservedConcurrency: now, allowed, account } = concurrency;
  const range = allowed?.reserved;
  const chosen = pending === undefined ? now : pending;
  const isChanged = pending !== undefined && !Object.is(pending, now);
  const problem = isChanged ? reservedProblem(chosen, range) : undefined;
  const choose = (next: number | null) => onPending(Object.is(next, now) ? undefined : next);

  const save = (value: number | null) =>
    ask({
      title: value === 0 ? `Stop ${name}?` : `Change the reserved concurrency of ${name}?`,
      values: [{ label: "Reserved concurrency", before: inWords(now), after: inWords(value) }],
      action: value === 0 ? "Stop function" : "Save",
      danger: value === 0,
      note: <Consequence value={value} now={now} use={use} />,
      act: () =>
        sendJson<{ change: Change }>("PUT", functionPath(name, "/concurrency/reserved"), {
          reservedConcurrency: value,
          expected: now,
        }),
      onDone: () => onPending(undefined),
    });

  return (
    <section className="flex flex-col gap-2 p-4" aria-label="Reserved concurrency">
      <div className="flex items-center justify-between">
        <h2 className="text-13 font-semibold">Reserved concurrency</h2>
        <Switch
          aria-label="Reserve concurrency for this function"
          checked={chosen !== null}
          locked={locked}
          onChange={(on) => choose(on ? (now ?? startValue(use, range)) : null)}
        />
      </div>
      {chosen === null ? (
        <p className="text-12 text-text-2">
          None: it shares the unreserved pool
          {account && ` of ${formatFullCount(account.unreserved)}`} with other functions.
        </p>
      ) : (
        <>
          <div className="flex items-center gap-2.5">
            <NumberField
              stepper
              className="w-32"
              aria-label="Reserved concurrency"
              aria-describedby={hintId}
              aria-invalid={problem !== undefined}
              value={Number.isNaN(chosen) ? undefined : chosen}
              min={range?.min}
              max={range?.max}
              changed={isChanged}
              locked={locked}
              onChange={(value) => choose(value ?? Number.NaN)}
              onEnter={() => isChanged && !problem && save(chosen)}
            />
            <span id={hintId} className="text-11 text-text-3">
              {isChanged && <span className="block">was {inWords(now)}</span>}
              {range && `${formatFullCount(range.min)} to ${formatFullCount(range.max)}`}
              {account && !Number.isNaN(chosen) && account.limit > 0 && (
                <span className="block">
                  {plain(formatPercent(chosen / account.limit))} of the account
                </span>
              )}
            </span>
          </div>
          {range && range.max > range.min && (
            <input
              type="range"
              aria-label="Reserved concurrency, slider"
              className="w-full"
              min={range.min}
              max={range.max}
              value={Number.isNaN(chosen) ? range.min : chosen}
              disabled={locked !== undefined}
              onChange={(event) => choose(Number(event.target.value))}
            />
          )}
        </>
      )}
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      {now === 0 && !isChanged && (
        <Note tone="limit" title="The function is stopped">
          Every call is refused with 429. Set a number or switch the reservation off to start it.
        </Note>
      )}
      <div className="flex flex-wrap gap-2">
        {isChanged ? (
          <>
            <Button
              kind="primary"
              locked={locked}
              disabled={problem !== undefined}
              onClick={() => save(chosen)}
            >
              Save…
            </Button>
            <Button onClick={() => onPending(undefined)}>Reset</Button>
          </>
        ) : (
          now !== 0 && (
            <Button
              size="small"
              kind="ghost"
              icon={OctagonX}
              locked={locked ?? (range && range.min > 0 ? range.reason : undefined)}
              onClick={() => save(0)}
            >
              Stop function…
            </Button>
          )
        )}
      </div>
      {dialog}
    </section>
  );
}

/** Switching on starts at what was needed so far. */
function startValue(
  use: ConcurrencyUse | undefined,
  range: { min: number; max: number } | undefined,
): number {
  const wanted = Math.max(1, Math.ceil(use?.peak ?? 1));
  return range ? Math.min(range.max, Math.max(range.min, wanted)) : wanted;
}

function inWords(value: number | null): string {
  if (value === 0) return "0 (stopped)";
  return value === null || Number.isNaN(value) ? "none" : formatFullCount(value);
}

function Consequence({
  value,
  now,
  use,
}: {
  value: number | null;
  now: number | null;
  use: ConcurrencyUse | undefined;
}) {
  if (value === 0)
    return (
      <Note tone="limit">
        Every call is refused from now on: callers get 429, asynchronous events go to the failure
        destination without retries, queue batches come back. Running invocations end normally.
      </Note>
    );
  if (value === null)
    return (
      <Note>
        The function then shares the unreserved pool: others can take its place, and it theirs.
      </Note>
    );
  if (use?.peak != null && value < use.peak)
    return (
      <Note tone="limit">
        In this time range {formatFullCount(use.peak)} ran at once; at {formatFullCount(value)} the
        rest would be throttled.
      </Note>
    );
  return (
    <Note>
      {now === null || value > now
        ? "Other functions can no longer use this part of the pool."
        : "What is given back returns to the unreserved pool."}
    </Note>
  );
}
