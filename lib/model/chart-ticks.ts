import type { TimeSpan } from "./time-range";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
];

/** Round times within a span, at most six. `offsetMs` is the zone's distance from UTC, so that days begin at midnight. */
export function timeTicks({ startMs, endMs }: TimeSpan, offsetMs = 0): number[] {
  const step = timeSteps.find((each) => (endMs - startMs) / each <= 6) ?? 180 * day;
  const first = Math.ceil((startMs + offsetMs) / step) * step - offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= endMs; at += step) ticks.push(at);
  return ticks;
}

/** Round values from 0 to at least `max`, at most five; the last one is the top of the axis. */
export function countTicks(max: number, integers = true): number[] {
  const target = max > 0 ? max : 1;
  const raw = target / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((step) => step >= raw * 0.999);
  const step = integers ? Math.max(1, Math.ceil(nice ?? power)) : (nice ?? power);
  const count = Math.ceil(target / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Ticks of 1, 2 and 5 times powers of ten around the values, for a logarithmic axis; at most five. */
export function logTicks(min: number, max: number): number[] {
  const low = Math.max(min, 0.1);
  const high = Math.max(max, low * 1.01);
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1)
    for (const factor of [1, 2, 5]) all.push(Number((factor * 10 ** power).toPrecision(3)));
  const from = all.findLastIndex((tick) => tick <= low);
  const to = all.findIndex((tick) => tick >= high);
  const within = all.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
  if (within.length <= 5) return within;
  const every = Math.ceil((within.length - 1) / 4);
  const picked = within.filter((_, i) => i % every === 0);
  const top = within.at(-1);
  return top === undefined || picked.at(-1) === top ? picked : [...picked.slice(0, 4), top];
}
