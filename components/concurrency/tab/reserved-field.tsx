"use client";

import { useId } from "react";
import { Switch } from "@/components/ui/checkbox";
import { NumberField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import {
  type AllowedRange,
  type FunctionConcurrency,
  reservedProblem,
} from "@/lib/model/concurrency-limits";
import { formatFullCount, formatPercent, plain } from "@/lib/model/format";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";
import { StopFunction } from "./stop-function";

/** Reserved concurrency: on or off, the number with the range AWS accepts, and stopping the function altogether. */
export function ReservedField({
  concurrency,
  chosen,
  range,
  startsAt,
  onChoose,
  onEnter,
}: {
  concurrency: FunctionConcurrency;
  chosen: ConcurrencyHolder;
  range: AllowedRange | undefined;
  /** What switching the reservation on begins with. */
  startsAt: number;
  onChoose(reserved: number | null): void;
  onEnter(): void;
}) {
  const hintId = useId();
  const { reservedConcurrency: now, account } = concurrency;
  const { reserved } = chosen;
  const isChanged = !Object.is(reserved, now);
  const problem = isChanged ? reservedProblem(reserved, range) : undefined;
  return (
    <section className="flex flex-col gap-2 px-4 py-3" aria-label="Reserved concurrency">
      <div className="flex items-center justify-between">
        <h2 className="text-13 font-semibold">Reserved concurrency</h2>
        <Switch
          aria-label="Reserve concurrency for this function"
          checked={reserved !== null}
          onChange={(on) => onChoose(on ? (now ?? startsAt) : null)}
        />
      </div>
      {reserved === null ? (
        <p className="text-12 text-text-2">
          None{now !== null && `, was ${inWords(now)}`}: it shares the unreserved pool
          {account && ` of ${formatFullCount(account.unreserved + (now ?? 0))}`} with other
          functions.
        </p>
      ) : (
        <div className="flex items-center gap-2.5 max-md:justify-between">
          <NumberField
            stepper
            large
            aria-label="Reserved concurrency"
            aria-describedby={hintId}
            aria-invalid={problem !== undefined}
            value={Number.isNaN(reserved) ? undefined : reserved}
            min={range?.min}
            max={range?.max}
            changed={isChanged}
            onChange={(value) => onChoose(value ?? Number.NaN)}
            onEnter={() => problem === undefined && onEnter()}
          />
          <span id={hintId} className="text-12 text-text-3 max-md:order-first">
            {isChanged && <span className="block text-text-2">was {inWords(now)}</span>}
            <span className="block" title={range?.reason}>
              {range
                ? range.min > 0
                  ? `${formatFullCount(range.min)} to ${formatFullCount(range.max)} for this function`
                  : `up to ${formatFullCount(range.max)} free for this function`
                : "AWS decides what is free"}
            </span>
            {!isChanged && account && account.limit > 0 && reserved > 0 && (
              <span className="block">
                {plain(formatPercent(reserved / account.limit))} of the account
              </span>
            )}
          </span>
        </div>
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
      {reserved === 0 && isChanged && (
        <Note tone="limit">At 0 the function is stopped: every call is refused with 429.</Note>
      )}
      {now !== 0 && !isChanged && <StopFunction now={now} range={range} />}
    </section>
  );
}

function inWords(value: number | null): string {
  if (value === 0) return "0 (stopped)";
  return value === null ? "none" : formatFullCount(value);
}
