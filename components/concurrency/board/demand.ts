import type { FunctionTraffic } from "@/lib/model/traffic";

/** How long which concurrency was wanted, over a window. */
export interface DemandShares {
  /** Steps by whole level of concurrency, from 0 up to the highest. */
  steps: Uint32Array;
  /** The level that 99 % of the steps stay within, and the highest. */
  p99: number;
  max: number;
}

const levelsAtMost = 100_000;

/** Counts a window's steps by the concurrency wanted in them. */
export function demandShares(demand: Float32Array): DemandShares {
  let max = 0;
  for (const value of demand) if (value > max) max = value;
  const highest = Math.min(levelsAtMost, levelOf(max));
  const steps = new Uint32Array(highest + 1);
  for (const value of demand) steps[Math.min(highest, levelOf(value))]! += 1;
  let left = Math.floor(demand.length * 0.01);
  let p99 = highest;
  while (p99 > 0 && left - steps[p99]! >= 0) left -= steps[p99--]!;
  return { steps, p99, max: highest };
}

/** A request needs a whole environment; the remainder of a division is no further one. */
function levelOf(demand: number): number {
  return Math.max(0, Math.ceil(demand - 1e-4));
}

/**
 * Shares of time in `bins` even parts of a scale from just above 0 to `top`. Steps without any demand are left
 * out, or one idle night would press everything else flat.
 */
export function binnedShares(
  { steps, max }: DemandShares,
  top: number,
  bins: number,
): Float64Array {
  const shares = new Float64Array(bins);
  let busy = 0;
  for (let level = 1; level <= max; level++) {
    busy += steps[level]!;
    // A level fills the stretch from the one below it up to itself, which a coarse scale gathers and a fine one spreads.
    const first = Math.floor(((level - 1) / top) * bins);
    const last = Math.max(first, Math.ceil((level / top) * bins) - 1);
    for (let bin = first; bin <= Math.min(last, bins - 1); bin++)
      shares[bin]! += steps[level]! / (last - first + 1);
  }
  if (busy > 0) for (let bin = 0; bin < bins; bin++) shares[bin]! /= busy;
  return shares;
}

/** The highest value of each of `columns` even parts of a series, so that spikes survive. */
export function peaksOf(values: Float32Array, columns: number): Float32Array {
  const peaks = new Float32Array(Math.min(columns, Math.max(1, values.length)));
  for (let i = 0; i < values.length; i++) {
    const column = Math.min(peaks.length - 1, Math.floor((i / values.length) * peaks.length));
    if (values[i]! > peaks[column]!) peaks[column] = values[i]!;
  }
  return peaks;
}

/** A round end of a scale that leaves some room above `highest`. */
export function scaleTop(highest: number): number {
  const wanted = Math.max(10, highest * 1.08);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return Math.round((roundTops.find((top) => top * power >= wanted) ?? 10) * power);
}

const roundTops = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];

/** What ran on average over the window, had nothing been throttled. */
export function averageDemand(
  { invocations, throttles, busySeconds }: FunctionTraffic,
  stepSeconds: number,
): number {
  let busy = 0;
  for (let step = 0; step < invocations.length; step++) {
    const ran = invocations[step]!;
    if (ran > 0) busy += busySeconds[step]! * ((ran + throttles[step]!) / ran);
  }
  return busy / Math.max(1, invocations.length * stepSeconds);
}
