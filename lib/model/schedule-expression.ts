import { type CronFields, readCronFields, ScheduleError } from "./cron-fields";
import { isTimeZone, localTime, momentOf } from "./zoned-time";

/** A schedule as it is written: by a rule of EventBridge, always in UTC and never once, or by Scheduler. */
export interface ScheduleText {
  expression: string;
  /** IANA name; Scheduler's default is UTC. */
  timeZone?: string;
  /** Whose expression it is. */
  of: "rule" | "schedule";
}

type Schedule =
  | { every: "rate"; ms: number }
  | { every: "cron"; fields: CronFields }
  | { every: "once"; atMs: number };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** What is wrong with a schedule, in a sentence; undefined when AWS takes it. */
export function scheduleProblem(schedule: ScheduleText): string | undefined {
  try {
    readSchedule(schedule);
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return error.message;
    throw error;
  }
}

/**
 * The next times of a schedule that AWS takes, in order; fewer where it ends. A rate counts from `afterMs`, since AWS
 * counts from the moment at which the schedule was saved. Where the clocks skip a time it is left out, and where they
 * show it twice it comes once. Source: EventBridge Scheduler, "Schedule types".
 */
export function nextTimes(schedule: ScheduleText, afterMs: number, count: number): number[] {
  const read = readSchedule(schedule);
  if (read.every === "once") return read.atMs > afterMs ? [read.atMs] : [];
  if (read.every === "rate")
    return Array.from({ length: count }, (_, index) => afterMs + (index + 1) * read.ms);
  return cronTimes(read.fields, schedule.timeZone ?? "UTC", afterMs, count);
}

function readSchedule({ expression, timeZone = "UTC", of }: ScheduleText): Schedule {
  if (!isTimeZone(timeZone))
    throw new ScheduleError(
      `${timeZone || "An empty name"} is no time zone; take one as Europe/Berlin.`,
    );
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  switch (kind) {
    case "rate":
      return { every: "rate", ms: readRate(inner) };
    case "cron":
      return { every: "cron", fields: readCronFields(inner) };
    case "at":
      if (of === "rule")
        throw new ScheduleError(
          "A rule cannot call once: take a schedule of EventBridge Scheduler.",
        );
      return { every: "once", atMs: readMoment(inner, timeZone) };
    default:
      throw new ScheduleError(
        `Write ${of === "rule" ? "rate(5 minutes) or cron(0 12 * * ? *)" : "rate(5 minutes), cron(0 12 * * ? *) or at(2027-01-31T12:00:00)"}.`,
      );
  }
}

function readRate(text: string): number {
  const [, number = "", unit = "", plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const value = Number(number);
  if (!(unit in unitMs) || value < 1)
    throw new ScheduleError(
      "A rate is a number from 1 on and minutes, hours or days: rate(5 minutes).",
    );
  if ((value === 1) !== (plural === ""))
    throw new ScheduleError(
      value === 1 ? `Of one it is rate(1 ${unit}).` : `Of several it is rate(${value} ${unit}s).`,
    );
  return value * unitMs[unit as keyof typeof unitMs];
}

function readMoment(text: string, timeZone: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    parts?.slice(1).map(Number) ?? [];
  const exists =
    parts !== null &&
    new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString().startsWith(text);
  if (!exists)
    throw new ScheduleError(
      "A time is written as at(2027-01-31T12:00:00), without a zone of its own.",
    );
  const atMs = momentOf({ year, month, day, hour, minute, second }, timeZone);
  if (atMs === undefined)
    throw new ScheduleError(`The clocks of ${timeZone} skip that time; choose another.`);
  return atMs;
}

function cronTimes(
  { minutes, hours, months, years, daysIn }: CronFields,
  timeZone: string,
  afterMs: number,
  count: number,
): number[] {
  const times = new Set<number>();
  const from = localTime(afterMs, timeZone);
  for (const year of years) {
    if (year < from.year) continue;
    for (const month of months) {
      if (year === from.year && month < from.month) continue;
      for (const day of daysIn(year, month)) {
        if (year === from.year && month === from.month && day < from.day) continue;
        for (const hour of hours)
          for (const minute of minutes) {
            const atMs = momentOf({ year, month, day, hour, minute, second: 0 }, timeZone);
            if (atMs !== undefined && atMs > afterMs) times.add(atMs);
          }
        // A day whose clocks go back may come out of order, so it is taken whole.
        if (times.size >= count) return [...times].toSorted((a, b) => a - b).slice(0, count);
      }
    }
  }
  return [...times].toSorted((a, b) => a - b);
}
