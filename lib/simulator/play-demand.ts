import { countColdStarts, type ColdStartsByLevel } from "./cold-starts";
import { expectedMaximum } from "./expected-maximum";
import type { Demand } from "./fit-demand";
import type { ReplayOptions, Spike } from "./prediction";

/** A demand with factor and spike applied: all that does not depend on the settings. */
export interface PlayedDemand {
  demand: Demand;
  options: ReplayOptions;
  requests: Float32Array;
  totalRequests: number;
  load: Float32Array;
  /** At work on average over the step. */
  mean: Float32Array;
  /** The most at work in each step without any limit, and over the window. */
  peak: Float32Array;
  peakDemand: number;
  coldStarts: ColdStartsByLevel;
}

const spikeFactor: Record<Spike, number> = {
  none: 1,
  burst: 5,
  "flash-sale": 8,
  "retry-storm": 1,
  "cold-region": 1,
};
const spikeSeconds: Partial<Record<Spike, number>> = { burst: 60, "flash-sale": 1800 };

/** How many times as much comes in each step. `spikeStep`: the busiest moment. */
export function stepFactors(
  { factor, spike }: ReplayOptions,
  length: number,
  stepSeconds: number,
  spikeStep: number,
): Float32Array {
  const factors = new Float32Array(length).fill(factor);
  const steps = Math.round((spikeSeconds[spike] ?? 0) / stepSeconds);
  const first = Math.max(0, Math.min(length - steps, spikeStep - Math.floor(steps / 2)));
  return factors.fill(factor * spikeFactor[spike], first, first + steps);
}

/** The step in which the most is at work of all these demands together. */
export function busiestStep(demands: readonly Demand[]): number {
  const length = demands[0]?.peak.length ?? 0;
  const total = new Float64Array(length);
  for (const { peak } of demands)
    for (let step = 0; step < length; step++) total[step]! += peak[step]!;
  let busiest = 0;
  for (let step = 1; step < length; step++) if (total[step]! > total[busiest]!) busiest = step;
  return busiest;
}

const played = new WeakMap<Demand, { key: string; result: PlayedDemand }>();

/** Plays a demand; the last result of each is kept, since settings change more often than options. */
export function playDemand(
  demand: Demand,
  options: ReplayOptions,
  spikeStep = options.spike === "none" ? 0 : busiestStep([demand]),
): PlayedDemand {
  const key = `${options.factor} ${options.spike} ${options.idleTimeoutSeconds} ${spikeStep}`;
  const before = played.get(demand);
  if (before?.key === key) return before.result;
  const result = play(demand, options, spikeStep);
  played.set(demand, { key, result });
  return result;
}

function play(demand: Demand, options: ReplayOptions, spikeStep: number): PlayedDemand {
  const { stepSeconds, service } = demand;
  const { length } = demand.requests;
  const factors = stepFactors(options, length, stepSeconds, spikeStep);
  const requests = new Float32Array(length);
  const load = new Float32Array(length);
  const mean = new Float32Array(length);
  const peak = new Float32Array(length);
  let peakDemand = 0;
  let totalRequests = 0;
  for (let step = 0; step < length; step++) {
    const baseLoad = demand.load[step]!;
    if (baseLoad === 0) continue;
    const factor = factors[step]!;
    const part = demand.activeSeconds[step]! / stepSeconds;
    requests[step] = demand.requests[step]! * factor;
    totalRequests += requests[step]!;
    load[step] = baseLoad * factor;
    mean[step] = baseLoad * factor * part;
    let high = demand.peak[step]!;
    if (factor !== 1) {
      // What was seen, and by how much more is to be expected.
      const atPeak = baseLoad * demand.settled[step]!;
      const serviceTimes = demand.activeSeconds[step]! / service.averageSeconds;
      const more =
        expectedMaximum(atPeak * factor, serviceTimes) - expectedMaximum(atPeak, serviceTimes);
      high = Math.max(0, Math.min(high + more, high * Math.max(1, factor)));
    }
    peak[step] = high;
    if (high > peakDemand) peakDemand = high;
  }
  const coldStarts = countColdStarts(demand, requests, load, options.idleTimeoutSeconds);
  if (options.spike === "cold-region") coldStarts.addUpTo(peak[spikeStep] ?? 0);
  return { demand, options, requests, totalRequests, load, mean, peak, peakDemand, coldStarts };
}
