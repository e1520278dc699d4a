/**
 * The ISO form of a time as services write it; undefined when it is none. Lambda writes
 * `2026-11-21T10:00:00.000+0000`, which not every browser reads; other implementations leave the zone out
 * (UTC is meant) or count the seconds or milliseconds since 1970.
 */
export function isoTime(written: unknown): string | undefined {
  if (written === undefined || written === null || written === "") return undefined;
  const ms = timeOf(written);
  return Number.isNaN(ms) || Math.abs(ms) > latestMs ? undefined : new Date(ms).toISOString();
}

const latestMs = 8.64e15;
/** Seconds up to the year 5138; more are milliseconds. */
const mostSeconds = 1e11;

function timeOf(written: unknown): number {
  if (written instanceof Date) return written.getTime();
  const count = typeof written === "number" ? written : Number(written);
  if (!Number.isNaN(count)) return Math.abs(count) < mostSeconds ? count * 1000 : count;
  const text = String(written).replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
  const withoutZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text);
  return Date.parse(withoutZone ? `${text.replace(" ", "T")}Z` : text);
}
