"use client";

import { useFunction } from "@/components/functions/use-function";
import { reservedRange, withProvisioned } from "@/lib/model/chosen-limits";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { formatMonthlyMoney } from "@/lib/model/format";
import { priceRegion, provisionedCostUsd } from "@/lib/model/lambda-price";
import { ProvisionedFields } from "./provisioned-fields";
import { ReservedField } from "./reserved-field";
import type { Choice } from "./use-choice";

/** The limits as numbers, and under them what they would do. */
export function ChoicePanel({
  concurrency,
  choice,
  startsAt,
  onEnter,
  onTimetable,
}: {
  concurrency: FunctionConcurrency;
  choice: Choice;
  /** What a new reservation begins with. */
  startsAt: number;
  onEnter(): void;
  onTimetable(): void;
}) {
  const { data: detail } = useFunction();
  const { chosen, choose } = choice;
  const range = reservedRange(concurrency, chosen);
  const priceOf = (count: number) =>
    detail && !Number.isNaN(count)
      ? `${formatMonthlyMoney(provisionedCostUsd(detail, count, 30 * 86_400))} in 30 days (list price of ${priceRegion(detail)})`
      : undefined;
  return (
    <>
      <ReservedField
        concurrency={concurrency}
        chosen={chosen}
        range={range}
        startsAt={range ? Math.min(range.max, Math.max(range.min, startsAt)) : startsAt}
        onChoose={(reserved) => choose({ ...chosen, reserved })}
        onEnter={onEnter}
      />
      <ProvisionedFields
        concurrency={concurrency}
        chosen={chosen}
        onChoose={(qualifier, count) => choose(withProvisioned(chosen, qualifier, count))}
        onEnter={onEnter}
        priceOf={priceOf}
        onTimetable={onTimetable}
      />
    </>
  );
}
