/** A span of time as the address writes it: `24h`, or `2026-11-20T10:00:00Z..2026-11-20T12:00:00Z`. */
export type TimeRange =
  | { text: string; lengthMs: number; fixed?: undefined }
  | { text: string; lengthMs: number; fixed: TimeSpan };

export interface TimeSpan {
  startMs: number;
  endMs: number;
}

export const rangePresets = [
  "15m",
  "30m",
  "1h",
  "3h",
  "6h",
  "12h",
  "24h",
  "3d",
  "7d",
  "14d",
] as const;
export const defaultRange = "24h";
/** A fresh engine has no yesterday. */
export const defaultLocalRange = "1h";

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** CloudWatch keeps metrics for 15 months. */
const longestMs = 455 * 86_400_000;

/** Reads `range=`; what cannot be read becomes the fallback. */
export function parseRange(
  text: string | null | undefined,
  fallback: string = defaultRange,
): TimeRange {
  return read(text ?? "") ?? read(fallback) ?? { text: defaultRange, lengthMs: unitMs.d! };
}

function read(text: string): TimeRange | undefined {
  const preset = /^(\d{1,4})([mhd])$/.exec(text);
  if (preset) {
    const lengthMs = Number(preset[1]) * (unitMs[preset[2] ?? ""] ?? 0);
    return lengthMs > 0 && lengthMs <= longestMs ? { text, lengthMs } : undefined;
  }
  const [start, end, more] = text.split("..");
  const startMs = Date.parse(start ?? "");
  const endMs = Date.parse(end ?? "");
  if (more !== undefined || !(endMs > startMs) || endMs - startMs > longestMs) return undefined;
  return { text, lengthMs: endMs - startMs, fixed: { startMs, endMs } };
}

/** An absolute range for the address, in whole seconds of UTC. */
export function absoluteRange({ startMs, endMs }: TimeSpan): string {
  const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
  return `${iso(startMs)}..${iso(endMs)}`;
}

/** Start and end of a range when it is `nowMs`. */
export function spanOf(range: TimeRange, nowMs: number): TimeSpan {
  return range.fixed ?? { startMs: nowMs - range.lengthMs, endMs: nowMs };
}

/** `Last 24 h`, or `20 Nov 10:00 to 12:00` for an absolute range (the caller writes the times). */
export function presetLabel(text: string): string {
  const [, number = "", unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return `Last ${number} ${unit === "m" ? "min" : unit}`;
}

/**
 * Length of one point, in seconds: the smallest CloudWatch period that gives at most `points` points and
 * still exists for data this old (1 minute for 15 days, 5 minutes for 63 days, then 1 hour).
 */
export function periodSecondsFor(span: TimeSpan, nowMs: number, points = 360): number {
  const needed = (span.endMs - span.startMs) / 1000 / points;
  const kept = keptPeriodSeconds(span, nowMs);
  return periods.find((period) => period >= needed && period >= kept) ?? 86_400;
}

/** More points than this say nothing more on a screen. */
const mostPoints = 1_440;

/** The lengths a step may have for this span: the usual one, and those that CloudWatch still has and that give 2 to 1,440 points. */
export function periodChoices(span: TimeSpan, nowMs: number): number[] {
  const lengthSeconds = (span.endMs - span.startMs) / 1000;
  const kept = keptPeriodSeconds(span, nowMs);
  const usual = periodSecondsFor(span, nowMs);
  return periods.filter((period) => {
    const points = lengthSeconds / period;
    return period === usual || (period >= kept && points <= mostPoints && points >= 2);
  });
}

/** The finest period CloudWatch keeps for data as old as the span's start. */
function keptPeriodSeconds({ startMs }: TimeSpan, nowMs: number): number {
  const ageDays = (nowMs - startMs) / unitMs.d!;
  return ageDays <= 15 ? 60 : ageDays <= 63 ? 300 : 3600;
}

const periods = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** `1 min`, `10 min`, `1 h` */
export function stepLabel(periodSeconds: number): string {
  if (periodSeconds < 3600) return `${periodSeconds / 60} min`;
  return periodSeconds < 86_400 ? `${periodSeconds / 3600} h` : `${periodSeconds / 86_400} d`;
}
