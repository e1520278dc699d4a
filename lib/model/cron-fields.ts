/** The fields of an AWS cron expression, read and checked. */
export interface CronFields {
  minutes: readonly number[];
  hours: readonly number[];
  months: readonly number[];
  years: readonly number[];
  /** The days of a month that fit, in order. */
  daysIn(year: number, month: number): number[];
}

/** What is wrong with an expression, and in which of its fields. */
export class ScheduleError extends Error {}

type Field = {
  name: string;
  least: number;
  most: number;
  /** Words for values, the first for `least`. */
  words?: readonly string[];
};

const minutes: Field = { name: "Minutes", least: 0, most: 59 };
const hours: Field = { name: "Hours", least: 0, most: 23 };
const daysOfMonth: Field = { name: "Day of month", least: 1, most: 31 };
const months: Field = {
  name: "Month",
  least: 1,
  most: 12,
  words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
/** 1 is Sunday. */
const daysOfWeek: Field = {
  name: "Day of week",
  least: 1,
  most: 7,
  words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
const years: Field = { name: "Year", least: 1970, most: 2199 };

/** Reads the six fields of `cron(...)`. Source: EventBridge Scheduler and rules, "Cron-based schedules". Throws ScheduleError. */
export function readCronFields(text: string): CronFields {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6)
    throw new ScheduleError(
      `A cron expression has six fields (minutes, hours, day of month, month, day of week, year); this has ${text.trim() === "" ? 0 : fields.length}.`,
    );
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = fields;
  if ((day === "?") === (weekday === "?"))
    throw new ScheduleError(
      "One of day of month and day of week must be ?, and the other must not: they cannot both choose.",
    );
  const inMonth = day === "?" ? readWeekdays(weekday) : readDays(day);
  return {
    minutes: readValues(minutes, minute),
    hours: readValues(hours, hour),
    months: readValues(months, month),
    years: readValues(years, year),
    daysIn: inMonth,
  };
}

type DaysIn = CronFields["daysIn"];

function readDays(text: string): DaysIn {
  const parts = text.split(",").map((part): DaysIn => {
    if (part === "L") return (year, month) => [lastDay(year, month)];
    if (part === "LW") return (year, month) => [nearestWeekday(year, month, lastDay(year, month))];
    const [, near] = /^(\d+)W$/.exec(part) ?? [];
    if (near !== undefined) {
      const day = valueOf(daysOfMonth, near);
      return (year, month) =>
        day > lastDay(year, month) ? [] : [nearestWeekday(year, month, day)];
    }
    const days = readValues(daysOfMonth, part);
    return (year, month) => days.filter((day) => day <= lastDay(year, month));
  });
  return anyOf(parts);
}

function readWeekdays(text: string): DaysIn {
  const parts = text.split(",").map((part): DaysIn => {
    if (part === "L") return onWeekdays([7]);
    const [, last] = /^(\w+)L$/.exec(part) ?? [];
    if (last !== undefined) {
      const weekday = valueOf(daysOfWeek, last);
      return (year, month) => onWeekdays([weekday])(year, month).slice(-1);
    }
    const [, named, nth] = /^(\w+)#(\d+)$/.exec(part) ?? [];
    if (named !== undefined) {
      const weekday = valueOf(daysOfWeek, named);
      const place = Number(nth);
      if (place < 1 || place > 5)
        throw new ScheduleError(
          `Day of week: ${part} asks for the ${nth}. of a month; 1 to 5 can be.`,
        );
      return (year, month) => onWeekdays([weekday])(year, month).slice(place - 1, place);
    }
    return onWeekdays(readValues(daysOfWeek, part));
  });
  return anyOf(parts);
}

function anyOf(parts: readonly DaysIn[]): DaysIn {
  return (year, month) =>
    [...new Set(parts.flatMap((part) => part(year, month)))].toSorted((a, b) => a - b);
}

function onWeekdays(weekdays: readonly number[]): DaysIn {
  return (year, month) =>
    range(1, lastDay(year, month)).filter((day) => weekdays.includes(weekdayOf(year, month, day)));
}

/** Values, ranges, steps and lists of them. A range may go over the end: `22-1` are the hours 22, 23, 0 and 1. */
function readValues(field: Field, text: string): number[] {
  const { name, least, most } = field;
  const values = text.split(",").flatMap((part) => {
    const [base = "", step, ...more] = part.split("/");
    if (more.length > 0) throw new ScheduleError(`${name}: ${part} has two steps.`);
    const by = step === undefined ? 1 : Number(step);
    if (step !== undefined && (!/^\d+$/.test(step) || by < 1))
      throw new ScheduleError(`${name}: ${part} has a step that is no number from 1 on.`);
    if (base === "*") return range(least, most, by);
    const [from = "", to, ...rest] = base.split("-");
    if (rest.length > 0) throw new ScheduleError(`${name}: ${part} is no range.`);
    const first = valueOf(field, from);
    if (to === undefined) return step === undefined ? [first] : range(first, most, by);
    const last = valueOf(field, to);
    if (last >= first) return range(first, last, by);
    const around = [...range(first, most), ...range(least, last)];
    return around.filter((_, index) => index % by === 0);
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function valueOf({ name, least, most, words }: Field, text: string): number {
  const word = words?.indexOf(text.toUpperCase()) ?? -1;
  if (word >= 0) return least + word;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const named = words ? `, or ${words[0]} to ${words.at(-1)}` : "";
  throw new ScheduleError(
    `${name}: ${text === "" ? "a value is missing" : `${text} cannot be`}; it takes ${least} to ${most}${named}.`,
  );
}

function range(from: number, to: number, step = 1): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** The Monday to Friday that is nearest to a day, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const last = lastDay(year, month);
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < last ? day + 1 : day - 2;
  return day;
}
