"use client";

import { useEffect, useRef, useState } from "react";
import { NumberField } from "@/components/ui/field";
import type { AllowedRange } from "@/lib/model/concurrency-limits";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { formatFullCount } from "@/lib/model/format";

/** What is typed or stepped becomes part of the plan when nothing more comes. */
const settleAfterMs = 400;

/** A handle as a number field: empty is none. What AWS would refuse stays in the field and is explained. */
export function SettingField({
  handle,
  range,
  label,
  stepper = false,
  className,
  onSet,
}: {
  handle: PlannedChange;
  range: AllowedRange;
  label: string;
  stepper?: boolean;
  className?: string;
  onSet(change: PlannedChange): void;
}) {
  const [typed, setTyped] = useState<{ value: number | null }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { min, max } = range;
  const value = typed ? typed.value : handle.after;
  const isAllowed = value === null || (value >= min && value <= Math.max(min, max));
  const settle = (next: number | null) => {
    clearTimeout(timer.current);
    if (next !== null && (next < min || next > Math.max(min, max))) return;
    setTyped(undefined);
    if (next !== handle.after) onSet({ ...handle, after: next });
  };
  return (
    <span
      className="relative flex items-center gap-1.5"
      onBlur={() => typed && settle(typed.value)}
    >
      <NumberField
        aria-label={label}
        aria-invalid={!isAllowed}
        stepper={stepper}
        className={className}
        value={value ?? undefined}
        min={min}
        max={Math.max(min, max)}
        changed={handle.after !== handle.before}
        onChange={(next) => {
          const wanted = next ?? null;
          setTyped({ value: wanted });
          clearTimeout(timer.current);
          timer.current = setTimeout(() => settle(wanted), settleAfterMs);
        }}
        onEnter={() => settle(value)}
      />
      {value === null && <span className="text-11 text-text-3">none</span>}
      {!isAllowed && (
        <span role="alert" className="setting-problem">
          {formatFullCount(min)} to {formatFullCount(Math.max(min, max))}. {range.reason}
        </span>
      )}
    </span>
  );
}
