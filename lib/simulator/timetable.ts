import { provisionedCostUsd } from "@/lib/model/lambda-price";
import { type ScheduledAction, weekdays } from "@/lib/model/timetable";
import type { PlayedDemand } from "./play-demand";

export interface Timetable {
  /** By hour of the week, which begins on Monday at midnight. */
  hours: number[];
  actions: ScheduledAction[];
  /** Keeping the environments for a month: always as many, and by the timetable. */
  constantUsd: number;
  monthlyUsd: number;
  /** Whether the timetable saves a tenth or more. */
  pays: boolean;
}

const hoursPerWeek = 168;
const hoursPerDay = 24;
const hoursPerMonth = 730;
/** Environments take a while to be there: what an hour needs is ordered so long before. */
const leadMinutes = 10;
/** A timetable of few numbers is read and kept; each is this part of the most. */
const levels = 4;
const worthwhile = 0.1;

/**
 * When the provisioned environments are needed: in each hour of the week as many as were ever at work in it, but no
 * more than `most`. So nothing starts cold that did not with `most` all the time. Undefined when less than a day was
 * recorded; from less than a week every day is taken to be alike.
 */
export function timetableOf(
  played: PlayedDemand,
  most: number,
  startMs: number,
  timeZone: string,
): Timetable | undefined {
  const stepMs = played.demand.stepSeconds * 1000;
  const windowHours = (played.peak.length * stepMs) / 3_600_000;
  if (windowHours < hoursPerDay || most < 1) return undefined;
  const isWeekly = windowHours >= hoursPerWeek;
  const needed = Array.from({ length: hoursPerWeek }, () => 0);
  const hourOf = hoursOfWeek(timeZone);
  const stepsPerHour = Math.max(1, Math.round(3_600_000 / stepMs));
  for (let step = 0; step < played.peak.length; step++) {
    // The offset to UTC changes at most on the quarter of an hour.
    const hour = hourOf(startMs + step * stepMs, step % Math.min(15, stepsPerHour) === 0);
    needed[hour] = Math.max(needed[hour]!, played.peak[step]!);
  }
  const alike = isWeekly
    ? needed
    : needed.map((_, hour) =>
        Math.max(...weekdays.map((_day, day) => needed[day * hoursPerDay + (hour % hoursPerDay)]!)),
      );
  const level = most / Math.min(levels, most);
  const hours = alike.map((value) =>
    Math.min(most, Math.ceil(Math.ceil(value / level - 1e-9) * level)),
  );
  const hourlyUsd = (count: number) => provisionedCostUsd(played.demand.size, count, 3600);
  const average = hours.reduce((sum, value) => sum + value, 0) / hoursPerWeek;
  const constantUsd = hourlyUsd(most) * hoursPerMonth;
  const monthlyUsd = hourlyUsd(average) * hoursPerMonth;
  return {
    hours,
    actions: actionsOf(hours),
    constantUsd,
    monthlyUsd,
    pays: monthlyUsd <= constantUsd * (1 - worthwhile),
  };
}

/** Changes from one hour to the next; the same change at the same time of different days is one action. */
function actionsOf(hours: readonly number[]): ScheduledAction[] {
  const byTime = new Map<string, ScheduledAction & { days: (typeof weekdays)[number][] }>();
  hours.forEach((value, hour) => {
    const before = hours[(hour + hoursPerWeek - 1) % hoursPerWeek]!;
    if (value === before) return;
    // More is ordered ahead, less when the hour has begun.
    const minuteOfWeek = hour * 60 - (value > before ? leadMinutes : 0);
    const minute = (minuteOfWeek + hoursPerWeek * 60) % (hoursPerWeek * 60);
    const day = weekdays[Math.floor(minute / (hoursPerDay * 60))]!;
    const ofDay = minute % (hoursPerDay * 60);
    const key = `${ofDay} ${value}`;
    const known = byTime.get(key);
    if (known) known.days.push(day);
    else
      byTime.set(key, {
        days: [day],
        hour: Math.floor(ofDay / 60),
        minute: ofDay % 60,
        provisionedConcurrency: value,
      });
  });
  return [...byTime.values()].sort((a, b) => a.hour - b.hour || a.minute - b.minute);
}

/** The hour of the week in a time zone; asked in order of time, it looks it up only now and then. */
function hoursOfWeek(timeZone: string): (timeMs: number, look: boolean) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  });
  let hour = 0;
  return (timeMs, look) => {
    if (!look) return hour;
    const parts = format.formatToParts(timeMs);
    const value = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
    const day = weekdays.findIndex((name) => name === value("weekday").toUpperCase());
    return (hour = day * hoursPerDay + Number(value("hour")));
  };
}
