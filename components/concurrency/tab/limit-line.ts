import {
  provisionedOf,
  provisionedRange,
  reservedRange,
  withProvisioned,
  withProvisionedTotal,
} from "@/lib/model/chosen-limits";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { formatFullCount, plain } from "@/lib/model/format";
import { type ConcurrencyHolder, provisionedTotal } from "@/lib/model/settings-after";
import type { Prediction } from "@/lib/simulator/prediction";
import { predictedValues, throttlesInWords } from "../board/predicted-values";

/** A limit of the function as the chart and its grip see it. Counts are concurrent executions. */
export interface LimitLine {
  kind: "reserved" | "provisioned";
  /** As AWS has it; null: none. */
  now: number | null;
  /** As chosen; null: none, NaN: being typed. */
  chosen: number | null;
  suggested: number | undefined;
  /** What can be chosen. */
  min: number;
  max: number;
  /** What the choice would do, for people who hear the chart. */
  effect: string;
  choose(count: number): void;
  reset(): void;
}

const { coldStarts } = predictedValues;

/** Most that a limit can be where the account's numbers are not known. */
const unknownMax = 100_000;

/** The reservation, with the grip that moves it. */
export function reservedLine(
  concurrency: FunctionConcurrency,
  { now, chosen }: { now: ConcurrencyHolder; chosen: ConcurrencyHolder },
  suggested: number | undefined,
  after: Prediction,
  choose: (limits: ConcurrencyHolder) => void,
): LimitLine {
  const range = reservedRange(concurrency, chosen);
  return {
    kind: "reserved",
    now: now.reserved,
    chosen: chosen.reserved,
    suggested,
    min: range?.min ?? 0,
    max: range?.max ?? unknownMax,
    effect: throttlesInWords(after),
    choose: (reserved) => choose({ ...chosen, reserved }),
    reset: () => choose({ ...chosen, reserved: now.reserved }),
  };
}

/** The provisioned concurrency of all aliases and versions, with the grip that moves the one of `qualifier`. */
export function provisionedLine(
  concurrency: FunctionConcurrency,
  { now, chosen }: { now: ConcurrencyHolder; chosen: ConcurrencyHolder },
  qualifier: string,
  suggested: number | undefined,
  after: Prediction,
  choose: (limits: ConcurrencyHolder) => void,
): LimitLine {
  const others = provisionedTotal(withProvisioned(chosen, qualifier, null));
  const range = provisionedRange(concurrency, chosen, qualifier);
  return {
    kind: "provisioned",
    now: provisionedTotal(now) || null,
    chosen: provisionedTotal(chosen),
    suggested,
    min: others,
    max: range ? Math.max(others, others + range.max) : unknownMax,
    effect: `predicted cold starts ${plain(coldStarts.format(coldStarts.valueOf(after)))}`,
    choose: (total) => choose(withProvisionedTotal(chosen, qualifier, total)),
    reset: () => choose(withProvisioned(chosen, qualifier, provisionedOf(now, qualifier))),
  };
}

export const limitColours = {
  reserved: "var(--c-reserved)",
  provisioned: "var(--c-provisioned)",
} as const;

/** `200 reserved`, `40 warm`, `not reserved`. */
export function limitWords({ kind, chosen }: Pick<LimitLine, "kind" | "chosen">): {
  count: string;
  noun: string;
} {
  if (kind === "provisioned") return { count: formatFullCount(chosen || 0), noun: "warm" };
  if (chosen === null) return { count: "", noun: "not reserved" };
  return { count: Number.isNaN(chosen) ? "" : formatFullCount(chosen), noun: "reserved" };
}
