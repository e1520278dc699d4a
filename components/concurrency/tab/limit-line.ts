/** A limit of the function as the chart and its handle see it. Counts are concurrent executions. */
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
  /** Why it cannot be chosen at all. */
  unavailable?: string;
  /** What the choice would do, for people who hear the chart. */
  effect: string;
  choose(count: number): void;
  reset(): void;
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
  if (kind === "provisioned") return { count: String(chosen || 0), noun: "warm" };
  if (chosen === null) return { count: "", noun: "not reserved" };
  return { count: Number.isNaN(chosen) ? "" : String(chosen), noun: "reserved" };
}
