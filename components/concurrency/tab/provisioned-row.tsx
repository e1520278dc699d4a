"use client";

import { Check, RotateCw, Trash2, TriangleAlert, Undo2 } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { NumberField } from "@/components/ui/field";
import {
  type AllowedRange,
  type ProvisionedConcurrency,
  provisionedProblem,
} from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";

/** Provisioned concurrency of one alias or version: the number, what is ready, and removing it. */
export function ProvisionedRow({
  qualifier,
  config,
  chosen,
  range,
  priceOf,
  onChoose,
  onEnter,
}: {
  qualifier: string;
  /** As AWS has it; absent: it is to be added. */
  config: ProvisionedConcurrency | undefined;
  /** null: none. */
  chosen: number | null;
  range: AllowedRange | undefined;
  priceOf(count: number): string | undefined;
  onChoose(count: number | null): void;
  onEnter(): void;
}) {
  const now = config?.requested ?? null;
  const isChanged = !Object.is(chosen, now);
  const problem = isChanged ? provisionedProblem(chosen, range, 0) : undefined;
  const name = /^\d+$/.test(qualifier) ? `version ${qualifier}` : `alias ${qualifier}`;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2.5 max-md:justify-between">
        {chosen === null ? (
          <b className="w-29.5 flex-none text-pend">none</b>
        ) : (
          <NumberField
            stepper
            large
            aria-label={`Provisioned concurrency of ${qualifier}`}
            aria-invalid={problem !== undefined}
            min={1}
            max={range?.max}
            value={Number.isNaN(chosen) ? undefined : chosen}
            changed={isChanged}
            onChange={(next) => onChoose(next ?? Number.NaN)}
            onEnter={() => problem === undefined && onEnter()}
          />
        )}
        <span className="min-w-0 flex-1 text-12 text-text-2 max-md:order-first">
          <span className="block truncate" title={name}>
            {isChanged && (now === null ? "new, " : `was ${formatFullCount(now)}, `)}on{" "}
            {name.split(" ")[0]} <b className="font-medium text-text">{qualifier}</b>
          </span>
          {config ? (
            <Readiness config={config} />
          ) : (
            <span className="block text-text-3">{chosen !== null && priceOf(chosen)}</span>
          )}
        </span>
        {chosen === null || (config === undefined && isChanged) ? (
          <IconButton
            size="small"
            icon={Undo2}
            label={
              config
                ? `Keep the provisioned concurrency of ${qualifier}`
                : `Do not give ${qualifier} provisioned concurrency`
            }
            onClick={() => onChoose(now)}
          />
        ) : (
          <IconButton
            size="small"
            icon={Trash2}
            label={`Remove the provisioned concurrency of ${qualifier}`}
            onClick={() => onChoose(null)}
          />
        )}
      </div>
      {config?.status === "FAILED" && (
        <p className="flex items-start gap-1.5 text-11 text-danger" role="alert">
          <TriangleAlert size={12} aria-hidden className="mt-0.5" />
          <span>Failed{config.statusReason ? `: ${config.statusReason}` : ""}.</span>
        </p>
      )}
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

function Readiness({
  config: { status, allocated, available, requested },
}: {
  config: ProvisionedConcurrency;
}) {
  const count = `${formatFullCount(allocated)} of ${formatFullCount(requested)} ready`;
  if (status === "IN_PROGRESS")
    return (
      <span className="flex items-center gap-1.5 text-pend" role="status">
        <RotateCw size={12} aria-hidden className="spin" />
        <span className="flex-none">{count}</span>
        <progress
          className="h-1.5 w-12"
          aria-label="Environments ready"
          value={allocated}
          max={requested}
        />
      </span>
    );
  return (
    <span className="flex items-center gap-1 text-text-3">
      {status === "READY" && <Check size={12} aria-hidden className="text-ok" />}
      {count}
      {available < allocated && `, ${formatFullCount(available)} free now`}
    </span>
  );
}
