import { Cron } from "croner";

/** When something is due. */
export interface Schedule {
  /** The first time after `afterMs`, in epoch milliseconds; undefined when there is none. */
  next(afterMs: number): number | undefined;
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The fields of AWS's cron: their ranges, and names where they have some. */
const fields = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31, signs: "LW" },
  { low: 1, high: 12, names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC" },
  { low: 1, high: 7, names: "SUN MON TUE WED THU FRI SAT", signs: "L#" },
  { low: 1970, high: 2199 },
] as const;

const dayOfMonth = 2;
const dayOfWeek = 4;

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC (EventBridge user guide, "Schedule types"). A rate counts
 * from `sinceMs`. Undefined for what is neither.
 */
export function readSchedule(expression: string, sinceMs: number): Schedule | undefined {
  const everyMs = readRate(expression);
  if (everyMs === undefined) return readCron(expression);
  return {
    next: (afterMs) =>
      sinceMs + (Math.max(0, Math.floor((afterMs - sinceMs) / everyMs)) + 1) * everyMs,
  };
}

/** How often `rate(…)` is due. One has a singular, all others a plural. */
export function readRate(expression: string): number | undefined {
  const [, digits = "", unit, plural = ""] =
    /^rate\((\d{1,9}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const value = Number(digits);
  if (unit === undefined || value === 0 || (value === 1) !== (plural === "")) return undefined;
  return value * unitMs[unit as keyof typeof unitMs];
}

/** The times of `cron(…)`, in UTC. */
export function readCron(expression: string): Schedule | undefined {
  const [, text = ""] = /^cron\((.*)\)$/.exec(expression) ?? [];
  const parts = text.split(" ");
  if (parts.length !== fields.length) return undefined;
  const days = [parts[dayOfMonth], parts[dayOfWeek]];
  if (days.filter((part) => part === "?").length !== 1) return undefined;
  const translated = parts.map((part, index) => translate(part, index));
  if (translated.includes(undefined)) return undefined;
  try {
    const cron = new Cron(`0 ${translated.join(" ")}`, { timezone: "UTC", paused: true });
    return { next: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() };
  } catch {
    return undefined;
  }
}

/** A field in croner's words: Sunday is 0 there, and a step wants a range. */
function translate(part: string, index: number): string | undefined {
  const field = fields[index];
  if (!field) return undefined;
  if (part === "?") return index === dayOfMonth || index === dayOfWeek ? part : undefined;
  const items = part.split(",").map((item) => translateItem(item, field, index));
  return items.includes(undefined) ? undefined : items.join(",");
}

function translateItem(
  item: string,
  field: (typeof fields)[number],
  index: number,
): string | undefined {
  const { low, high } = field;
  const signs: string = "signs" in field ? field.signs : "";
  if (index === dayOfWeek && item === "L") return "6";
  if (item === "L" || item === "LW") return signs.includes("W") ? item : undefined;
  const [, start = "", sign, nth = ""] = /^(\w+?)(W|L|#([1-5]))$/.exec(item) ?? [];
  if (sign !== undefined && signs.includes(sign.charAt(0))) {
    const value = numberOf(start, field);
    if (value === undefined) return undefined;
    return index === dayOfWeek ? `${value - 1}${sign.charAt(0)}${nth}` : `${value}${sign}`;
  }
  const [range = "", step, ...more] = item.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return undefined;
  const stepped = step === undefined ? "" : `/${step}`;
  if (range === "*") return `*${stepped}`;
  const [from = "", to, ...rest] = range.split("-");
  const first = numberOf(from, field);
  const last = to === undefined ? (step === undefined ? first : high) : numberOf(to, field);
  if (rest.length > 0 || first === undefined || last === undefined) return undefined;
  const values =
    first <= last
      ? [[first, last]]
      : [
          [first, high],
          [low, last],
        ];
  // Days of the week are counted from 0 there.
  const shift = index === dayOfWeek ? 1 : 0;
  return values
    .map(([a = 0, b = 0]) =>
      a === b && step === undefined ? `${a - shift}` : `${a - shift}-${b - shift}${stepped}`,
    )
    .join(",");
}

function numberOf(text: string, field: (typeof fields)[number]): number | undefined {
  const names = "names" in field ? field.names.split(" ") : [];
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + field.low : /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= field.low && value <= field.high ? value : undefined;
}
