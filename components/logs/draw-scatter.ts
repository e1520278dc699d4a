import type { Outcome } from "@/lib/model/invocation";
import type { InvocationTable } from "@/lib/model/invocation-table";

/** How times and durations become pixels; durations on a logarithmic scale. */
export interface ScatterScale {
  startMs: number;
  endMs: number;
  /** Powers of ten. */
  leastMs: number;
  mostMs: number;
  width: number;
  height: number;
}

/** A scale that all of the rows fit in. */
export function scaleOf(
  table: InvocationTable,
  rows: Uint32Array,
  { width, height }: { width: number; height: number },
): ScatterScale | undefined {
  let [startMs, endMs, least, most] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const row of rows) {
    const durationMs = table.figure("durationMs", row);
    if (!(durationMs > 0)) continue;
    const at = table.startMs(row);
    if (at < startMs) startMs = at;
    if (at > endMs) endMs = at;
    if (durationMs < least) least = durationMs;
    if (durationMs > most) most = durationMs;
  }
  if (!(most > 0) || width <= 0) return undefined;
  // A single request stands in the middle.
  const spare = endMs > startMs ? (endMs - startMs) * 0.01 : 1_000;
  return {
    startMs: startMs - spare,
    endMs: endMs + spare,
    leastMs: 10 ** Math.floor(Math.log10(least)),
    mostMs: 10 ** Math.ceil(Math.log10(most * 1.01)),
    width,
    height,
  };
}

export function xOf({ startMs, endMs, width }: ScatterScale, timeMs: number): number {
  return ((timeMs - startMs) / (endMs - startMs)) * width;
}

export function yOf({ leastMs, mostMs, height }: ScatterScale, durationMs: number): number {
  const share = Math.log(durationMs / leastMs) / Math.log(mostMs / leastMs);
  return height - share * height;
}

export function timeAt({ startMs, endMs, width }: ScatterScale, x: number): number {
  return startMs + (Math.min(width, Math.max(0, x)) / width) * (endMs - startMs);
}

export function durationAt({ leastMs, mostMs, height }: ScatterScale, y: number): number {
  const share = (height - Math.min(height, Math.max(0, y))) / height;
  return leastMs * (mostMs / leastMs) ** share;
}

/** Powers of ten within the scale. */
export function durationTicks({ leastMs, mostMs }: ScatterScale): number[] {
  const ticks: number[] = [];
  for (let ms = leastMs; ms <= mostMs * 1.001; ms *= 10) ticks.push(ms);
  return ticks;
}

type Kind = "warm" | "cold" | "error" | "timeout" | "memory";
/** Later ones stand in front. */
const kinds: readonly Kind[] = ["warm", "cold", "error", "timeout", "memory"];
const kindOfOutcome: Partial<Record<Outcome, Kind>> = {
  error: "error",
  timeout: "timeout",
  "out-of-memory": "memory",
};

/** The colour token of each kind. */
export const kindColours: Record<Kind, string> = {
  warm: "--c-warm",
  cold: "--c-cold",
  error: "--c-error",
  timeout: "--c-throttle",
  memory: "--c-memory",
};

/** Above this many points a point that would cover another of its kind is left out: the picture is the same. */
const manyPoints = 5_000;

/**
 * Draws a point for each row: warm a circle, cold a triangle, error a cross, time-out a square, out of memory a
 * diamond. What it costs is bounded by the pixels, not by the rows.
 */
export function drawScatter(
  context: CanvasRenderingContext2D,
  scale: ScatterScale,
  table: InvocationTable,
  rows: Uint32Array,
  colourOf: (token: string) => string,
): void {
  const { width, height } = scale;
  context.clearRect(0, 0, width, height);
  const points = byKind(scale, table, rows);
  for (const kind of kinds) {
    const colour = colourOf(kindColours[kind]);
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.globalAlpha = kind === "warm" && rows.length > manyPoints ? 0.55 : 0.9;
    context.beginPath();
    for (let at = 0; at < points[kind].length; at += 2)
      trace[kind](context, points[kind][at]!, points[kind][at + 1]!);
    if (kind === "error") context.stroke();
    else context.fill();
  }
  context.globalAlpha = 1;
}

/** Points of each kind as x, y, x, y. */
function byKind(
  scale: ScatterScale,
  table: InvocationTable,
  rows: Uint32Array,
): Record<Kind, number[]> {
  const points: Record<Kind, number[]> = { warm: [], cold: [], error: [], timeout: [], memory: [] };
  const columns = Math.ceil(scale.width / 2) + 1;
  const taken =
    rows.length > manyPoints
      ? new Uint8Array(columns * (Math.ceil(scale.height / 2) + 1))
      : undefined;
  for (const row of rows) {
    const durationMs = table.figure("durationMs", row);
    if (!(durationMs > 0)) continue;
    const kind = kindOfOutcome[table.outcome(row)] ?? (table.isCold(row) ? "cold" : "warm");
    const x = xOf(scale, table.startMs(row));
    const y = yOf(scale, durationMs);
    if (taken) {
      const cell = (y >> 1) * columns + (x >> 1);
      const bit = 1 << kinds.indexOf(kind);
      if (taken[cell]! & bit) continue;
      taken[cell]! |= bit;
    }
    points[kind].push(x, y);
  }
  return points;
}

const trace: Record<Kind, (context: CanvasRenderingContext2D, x: number, y: number) => void> = {
  warm(context, x, y) {
    context.moveTo(x + 2, y);
    context.arc(x, y, 2, 0, 2 * Math.PI);
  },
  cold(context, x, y) {
    context.moveTo(x, y - 4);
    context.lineTo(x + 4, y + 3);
    context.lineTo(x - 4, y + 3);
    context.closePath();
  },
  error(context, x, y) {
    context.moveTo(x - 3, y - 3);
    context.lineTo(x + 3, y + 3);
    context.moveTo(x + 3, y - 3);
    context.lineTo(x - 3, y + 3);
  },
  timeout(context, x, y) {
    context.rect(x - 3, y - 3, 6, 6);
  },
  memory(context, x, y) {
    context.moveTo(x, y - 4);
    context.lineTo(x + 4, y);
    context.lineTo(x, y + 4);
    context.lineTo(x - 4, y);
    context.closePath();
  },
};

/** The row whose point is nearest to a place, within a few pixels. */
export function rowAt(
  scale: ScatterScale,
  table: InvocationTable,
  rows: Uint32Array,
  { x, y }: { x: number; y: number },
): number | undefined {
  let nearest: number | undefined;
  let least = 8 ** 2;
  for (const row of rows) {
    const dx = xOf(scale, table.startMs(row)) - x;
    if (dx * dx > least) continue;
    const dy = yOf(scale, table.figure("durationMs", row)) - y;
    const distance = dx * dx + dy * dy;
    if (distance < least) [least, nearest] = [distance, row];
  }
  return nearest;
}
