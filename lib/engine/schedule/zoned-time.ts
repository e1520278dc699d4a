/** A clock on a wall as epoch milliseconds of the same digits in UTC. */
type WallMs = number;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether this is the name of a time zone (IANA). */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What clocks of a zone show at a moment. */
export function wallTime(atMs: number, timeZone: string): WallMs {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const hoursMs = 3_600_000;

/**
 * The moment at which clocks of a zone show a time: the first one where they show it twice, undefined where they skip
 * it.
 */
export function momentOf(wallMs: WallMs, timeZone: string): number | undefined {
  // Clocks differ from UTC by less than 16 hours, and change a few times a year.
  const offsets = new Set(
    [-26, 0, 26].map((hours) => {
      const atMs = wallMs + hours * hoursMs;
      return wallTime(atMs, timeZone) - Math.floor(atMs / 1000) * 1000;
    }),
  );
  const moments = [...offsets]
    .map((offset) => wallMs - offset)
    .filter((atMs) => wallTime(atMs, timeZone) === wallMs);
  return moments.length === 0 ? undefined : Math.min(...moments);
}
