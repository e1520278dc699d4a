import { malformedQuery, type Span } from "./malformed-query.ts";

const dayMs = 86_400_000;
const units: readonly [names: readonly string[], ms: number, months: number][] = [
  [["ms", "msec", "millisecond"], 1, 0],
  [["s", "sec", "second"], 1_000, 0],
  [["m", "min", "minute"], 60_000, 0],
  [["h", "hr", "hour"], 3_600_000, 0],
  [["d", "day"], dayMs, 0],
  [["w", "week"], 7 * dayMs, 0],
  [["mo", "mon", "month"], 0, 1],
  [["q", "qtr", "quarter"], 0, 3],
  [["y", "yr", "year"], 0, 12],
];
/** 1970 began on a Thursday; weeks begin on Mondays. */
const firstMondayMs = 4 * dayMs;

/** Brings a time down to a whole period, or up to the next. */
export interface Period {
  floor(ms: number): number;
  ceil(ms: number): number;
}

/** Reads `5m`, `1h`, `30 secs` (without the space) and the like. */
export function readPeriod(text: string, span: Span): Period {
  const [, digits = "", letters = ""] = /^([\d.]+)([a-z]+)$/i.exec(text) ?? [];
  const count = Number(digits);
  const unit = units.find(([names]) =>
    names.some((name) => letters === name || (name.length > 1 && letters === `${name}s`)),
  );
  if (!unit || !Number.isInteger(count) || count < 1)
    throw malformedQuery(
      `${text} is not a period: write a whole number and ms, s, m, h, d, w, mo, q or y`,
      span,
    );
  const [, ms, months] = unit;
  return months > 0 ? calendarPeriod(count * months) : fixedPeriod(count * ms);
}

function fixedPeriod(ms: number): Period {
  const offset = ms % (7 * dayMs) === 0 ? firstMondayMs : 0;
  return {
    floor: (time) => Math.floor((time - offset) / ms) * ms + offset,
    ceil: (time) => Math.ceil((time - offset) / ms) * ms + offset,
  };
}

function calendarPeriod(months: number): Period {
  const floor = (time: number, later = 0) => {
    const date = new Date(time);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    return utcMonth(Math.floor(month / months) * months + later);
  };
  return {
    floor: (time) => floor(time),
    ceil: (time) => (floor(time) === time ? time : floor(time, months)),
  };
}

function utcMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}
