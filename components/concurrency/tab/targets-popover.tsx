"use client";

import { Target } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field, NumberField } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { formatPercent, plain } from "@/lib/model/format";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import { offeredShares } from "./targets";

/** What the recommendation aims at. */
export function TargetsPopover({
  targets,
  onTargets,
}: {
  targets: RecommendTargets;
  onTargets(targets: RecommendTargets): void;
}) {
  const share = (label: string, value: number, onChange: (value: number) => void) => (
    <Field label={label}>
      {(ids) => (
        <Select
          {...ids}
          value={String(value)}
          onChange={(text) => onChange(Number(text))}
          options={[...new Set([...offeredShares, value])]
            .sort((a, b) => a - b)
            .map((each) => ({ value: String(each), label: shareLabel(each) }))}
        />
      )}
    </Field>
  );
  return (
    <Popover
      label="Targets"
      align="end"
      trigger={
        <Button size="small" kind="ghost" icon={Target}>
          Targets
        </Button>
      }
    >
      {() => (
        <div className="flex w-60 flex-col gap-3 p-3">
          {share("Throttled calls at most", targets.throttleProbability, (throttleProbability) =>
            onTargets({ ...targets, throttleProbability }),
          )}
          {share("Cold starts at most", targets.coldStartProbability, (coldStartProbability) =>
            onTargets({ ...targets, coldStartProbability }),
          )}
          <Field label="Cost at most" hint="Per month, with the calls. Empty: any.">
            {(ids) => (
              <NumberField
                {...ids}
                className="w-full"
                unit="USD"
                value={targets.budgetUsd ?? undefined}
                onChange={(budgetUsd) => onTargets({ ...targets, budgetUsd: budgetUsd ?? null })}
              />
            )}
          </Field>
        </div>
      )}
    </Popover>
  );
}

function shareLabel(share: number): string {
  if (share === 0) return "none";
  return share === 1 ? "any" : plain(formatPercent(share));
}
