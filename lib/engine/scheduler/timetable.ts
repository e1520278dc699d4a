import { readCron, readRate } from "../schedule/read-schedule.ts";
import { momentOf, wallTime } from "../schedule/zoned-time.ts";
import type { Schedule } from "./schedule.ts";

type Times = Pick<Schedule, "expression" | "timeZone" | "startMs" | "endMs" | "anchorMs">;

/** More times than this in a row are not skipped by any change of clocks. */
const mostSkipped = 2000;

/** Whether a schedule can be read at all: `rate(…)`, `cron(…)` or `at(…)`. */
export const isExpression = (expression: string): boolean =>
  readRate(expression) !== undefined ||
  readCron(expression) !== undefined ||
  readAt(expression) !== undefined;

export const isOneTime = ({ expression }: Pick<Times, "expression">): boolean =>
  expression.startsWith("at(");

/**
 * The first time of a schedule after `afterMs`; undefined when there is none. Times of clocks that skip an hour are
 * left out, and those of an hour that comes twice count once (Scheduler user guide, "Daylight savings time").
 */
export function nextTime(schedule: Times, afterMs: number): number | undefined {
  const found = nextWithoutEnd(schedule, afterMs);
  return found !== undefined && found <= (schedule.endMs ?? Infinity) ? found : undefined;
}

function nextWithoutEnd(schedule: Times, afterMs: number): number | undefined {
  const { expression, timeZone, startMs, anchorMs } = schedule;
  if (isOneTime(schedule)) {
    const wallMs = readAt(expression);
    if (wallMs === undefined) return undefined;
    // A time that clocks skip is not lost: it is taken an hour later.
    const atMs = momentOf(wallMs, timeZone) ?? momentOf(wallMs + 3_600_000, timeZone);
    return atMs !== undefined && atMs > afterMs ? atMs : undefined;
  }
  const everyMs = readRate(expression);
  if (everyMs !== undefined) {
    // The first time is the start itself.
    const sinceMs = startMs ?? anchorMs;
    return sinceMs + Math.max(0, Math.floor((afterMs - sinceMs) / everyMs) + 1) * everyMs;
  }
  const fromMs = Math.max(afterMs, (startMs ?? 0) - 1);
  const cron = readCron(expression);
  let wallMs = cron?.next(wallTime(fromMs, timeZone) - 1);
  for (let tries = 0; wallMs !== undefined && tries < mostSkipped; tries++) {
    const atMs = momentOf(wallMs, timeZone);
    if (atMs !== undefined && atMs > fromMs) return atMs;
    wallMs = cron?.next(wallMs);
  }
  return undefined;
}

/** `at(2026-12-24T18:00:00)` as clocks show it. */
function readAt(expression: string): number | undefined {
  const [, text] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (text === undefined) return undefined;
  const wallMs = Date.parse(`${text}Z`);
  // 31 February is no date, though it can be read as one.
  const isReal = !Number.isNaN(wallMs) && new Date(wallMs).toISOString().startsWith(text);
  return isReal ? wallMs : undefined;
}
