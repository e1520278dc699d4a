"use client";

import { Check, RotateCw, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { NumberField } from "@/components/ui/field";
import {
  type AllowedRange,
  type ProvisionedConcurrency,
  provisionedProblem,
} from "@/lib/model/concurrency-limits";
import { formatFullCount, formatMonthlyMoney } from "@/lib/model/format";

/** Provisioned concurrency of one alias or version: what is ready, and changing or removing it. */
export function ProvisionedRow({
  config,
  range,
  locked,
  monthlyUsd,
  onChange,
}: {
  config: ProvisionedConcurrency;
  range: AllowedRange | undefined;
  locked: string | undefined;
  monthlyUsd: number | undefined;
  onChange(after: number | null, onDone?: () => void): void;
}) {
  const { qualifier, requested } = config;
  const [draft, setDraft] = useState<number>();
  const value = draft ?? requested;
  const isChanged = draft !== undefined && !Object.is(draft, requested);
  const problem = isChanged ? provisionedProblem(value, range, requested) : undefined;
  const save = () => onChange(value, () => setDraft(undefined));
  return (
    <div className="flex flex-col gap-1.5 border-t border-grid pt-3">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <b className="block truncate font-medium" title={qualifier}>
            {/^\d+$/.test(qualifier) ? `v${qualifier}` : qualifier}
          </b>
          <span className="text-11 text-text-3">
            {monthlyUsd !== undefined && `${formatMonthlyMoney(monthlyUsd)} in 30 days`}
          </span>
        </span>
        <NumberField
          stepper
          className="w-28"
          aria-label={`Provisioned concurrency of ${qualifier}`}
          aria-invalid={problem !== undefined}
          min={1}
          max={range && range.max + requested}
          value={Number.isNaN(value) ? undefined : value}
          changed={isChanged}
          locked={locked}
          onChange={(next) => setDraft(next ?? Number.NaN)}
          onEnter={() => isChanged && !problem && save()}
        />
        <IconButton
          icon={Trash2}
          label={`Remove the provisioned concurrency of ${qualifier}`}
          locked={locked}
          onClick={() => onChange(null)}
        />
      </div>
      <Readiness config={config} />
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      {isChanged && (
        <div className="flex items-center gap-2">
          <Button size="small" kind="primary" disabled={problem !== undefined} onClick={save}>
            Save…
          </Button>
          <Button size="small" onClick={() => setDraft(undefined)}>
            Reset
          </Button>
          <span className="text-11 text-text-3">was {formatFullCount(requested)}</span>
        </div>
      )}
    </div>
  );
}

function Readiness({ config }: { config: ProvisionedConcurrency }) {
  const { status, statusReason, allocated, available, requested } = config;
  if (status === "FAILED")
    return (
      <p className="flex items-start gap-1.5 text-11 text-danger" role="alert">
        <TriangleAlert size={12} aria-hidden className="mt-0.5" />
        <span>
          Failed{statusReason ? `: ${statusReason}` : ""}. {formatFullCount(allocated)} of{" "}
          {formatFullCount(requested)} are ready.
        </span>
      </p>
    );
  if (status === "READY")
    return (
      <p className="flex items-center gap-1.5 text-11 text-ok">
        <Check size={12} aria-hidden />
        {formatFullCount(allocated)} of {formatFullCount(requested)} ready
        {available < allocated && (
          <span className="text-text-3">{formatFullCount(available)} free now</span>
        )}
      </p>
    );
  return (
    <div className="flex items-center gap-2 text-11 text-pend" role="status">
      <RotateCw size={12} aria-hidden className="spin" />
      <span className="flex-none">
        {formatFullCount(allocated)} of {formatFullCount(requested)}
      </span>
      <progress
        className="h-1.5 w-full"
        aria-label="Environments ready"
        value={allocated}
        max={requested}
      />
    </div>
  );
}
