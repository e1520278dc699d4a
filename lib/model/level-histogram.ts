import type { QueryTable } from "./insights-query";
import type { BufferedLine } from "./log-buffer";
import { parseLogLine } from "./log-line";
import { numberIn, timeIn } from "./query-rows";
import { binFor } from "./ready-queries";
import type { TimeSpan } from "./time-range";

/** How many lines of each level a step has; null where the lines have not been read. */
export interface LevelBar {
  timeMs: number;
  info: number | null;
  warn: number | null;
  error: number | null;
  /** The step has only been read in part. */
  incomplete: boolean;
}

export interface LevelHistogram {
  startMs: number;
  stepMs: number;
  bars: LevelBar[];
}

type Level = "info" | "warn" | "error";

/** A line is judged once; the page holds many and counts them again with each that comes. */
const levels = new WeakMap<BufferedLine, Level>();

function levelOf(line: BufferedLine): Level {
  const known = levels.get(line);
  if (known) return known;
  const { level } = parseLogLine(line.event.message);
  const found =
    level === "error" || level === "fatal" ? "error" : level === "warn" ? level : "info";
  levels.set(line, found);
  return found;
}

/** Lines by level over a span, of which everything from `coveredFromMs` on has been read. */
export function levelHistogram(
  lines: readonly BufferedLine[],
  span: TimeSpan,
  coveredFromMs: number,
): LevelHistogram {
  const histogram = emptyHistogram(span, coveredFromMs);
  const { startMs, stepMs, bars } = histogram;
  for (const line of lines) {
    const bar = bars[Math.floor((line.event.timestampMs - startMs) / stepMs)];
    if (!bar) continue;
    const level = levelOf(line);
    bar[level] = (bar[level] ?? 0) + 1;
  }
  return histogram;
}

/** The same from the result of `levelQuery`, which has read all of the span. */
export function queriedHistogram({ columns, rows }: QueryTable, span: TimeSpan): LevelHistogram {
  const histogram = emptyHistogram(span, span.startMs);
  const { startMs, stepMs, bars } = histogram;
  const time = columns.findIndex((name) => name.startsWith("bin("));
  const [total, errors, warnings] = ["total", "errors", "warnings"].map((name) =>
    columns.indexOf(name),
  );
  for (const row of rows) {
    const timeMs = timeIn(row[time] ?? null);
    const bar = timeMs === undefined ? undefined : bars[Math.floor((timeMs - startMs) / stepMs)];
    if (!bar) continue;
    const count = (at: number | undefined) => numberIn(row[at ?? -1] ?? null) ?? 0;
    bar.error = count(errors);
    bar.warn = count(warnings);
    bar.info = Math.max(0, count(total) - bar.error - bar.warn);
  }
  return histogram;
}

function emptyHistogram({ startMs, endMs }: TimeSpan, coveredFromMs: number): LevelHistogram {
  const stepMs = binFor(endMs - startMs).seconds * 1000;
  const firstMs = Math.floor(startMs / stepMs) * stepMs;
  const length = Math.max(1, Math.ceil((endMs - firstMs) / stepMs));
  const readFromMs = Math.max(startMs, coveredFromMs);
  const bars = Array.from({ length }, (_, i) => {
    const timeMs = firstMs + i * stepMs;
    const count = timeMs + stepMs > readFromMs ? 0 : null;
    return {
      timeMs,
      info: count,
      warn: count,
      error: count,
      incomplete: count !== null && timeMs < readFromMs && readFromMs > startMs,
    };
  });
  return { startMs: firstMs, stepMs, bars };
}
