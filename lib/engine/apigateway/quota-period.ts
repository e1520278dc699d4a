import type { QuotaSettings } from "@aws-sdk/client-api-gateway";

export const dayMs = 86_400_000;

/** The day of a time as usage is told by: `2026-01-31`, in UTC. */
export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** The first moment of a day; undefined for what is none. */
export function startOfDay(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(startMs) || dayOf(startMs) !== day ? undefined : startMs;
}

/**
 * When the period of a quota that a time lies in began: the day, or the day of the week or month that its offset
 * names, counted from Sunday and from the first.
 */
export function periodStartMs({ period, offset = 0 }: QuotaSettings, timeMs: number): number {
  const today = Math.floor(timeMs / dayMs) * dayMs;
  const date = new Date(today);
  if (period === "WEEK") return today - ((date.getUTCDay() - offset + 7) % 7) * dayMs;
  if (period !== "MONTH") return today;
  const monthsBack = date.getUTCDate() - 1 < offset ? 1 : 0;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBack, 1 + offset);
}
