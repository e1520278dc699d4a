/** A time as the clocks of a place show it. */
export interface LocalTime {
  year: number;
  /** 1 is January. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of a zone show at a moment. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

/**
 * The moment at which the clocks of a zone show this time. When they show it twice, the first one; undefined when they
 * skip it, as in spring.
 */
export function momentOf(local: LocalTime, timeZone: string): number | undefined {
  const asUtc = asUtcMs(local);
  const dayMs = 86_400_000;
  const offsets = [asUtc - dayMs, asUtc + dayMs].map(
    (near) => asUtcMs(localTime(near, timeZone)) - near,
  );
  const moments = [...new Set(offsets)]
    .map((offset) => asUtc - offset)
    .filter((moment) => asUtcMs(localTime(moment, timeZone)) === asUtc);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

function asUtcMs({ year, month, day, hour, minute, second }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}
