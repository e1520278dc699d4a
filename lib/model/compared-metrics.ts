/** So many functions share one batch of queries, and so many lines can still be told apart. */
export const mostCompared = 20;

/** The names in `functions=a,b,c`, each once. */
export function comparedNames(text: string | null): string[] {
  const names = (text ?? "").split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))].slice(0, mostCompared);
}

/** What a range can be held against. */
export const comparisons = ["off", "period", "day", "week"] as const;
export type Comparison = (typeof comparisons)[number];

export const comparisonWords: Record<Comparison, string> = {
  off: "off",
  period: "previous period",
  day: "previous day",
  week: "previous week",
};

/** How far back the other range lies, in whole steps; undefined when nothing is compared. */
export function comparisonShiftMs(
  comparison: Comparison,
  lengthMs: number,
  stepMs: number,
): number | undefined {
  if (comparison === "off") return undefined;
  const day = 86_400_000;
  const shift = { period: lengthMs, day, week: 7 * day }[comparison];
  return Math.ceil(shift / stepMs) * stepMs;
}
