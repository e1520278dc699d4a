import { coldStartProbability, monthlyUsd, throttlesPerDay } from "./per-time";
import type { PlayedDemand } from "./play-demand";
import { predictFunction } from "./predict-function";
import type { ConcurrencySettings, SharedPool } from "./prediction";

export interface CostPoint {
  provisionedConcurrency: number;
  monthlyUsd: number;
  coldStartProbability: number;
}

export interface LimitRow {
  reservedConcurrency: number;
  /** Steps of the window in which requests would be throttled. */
  stepsOver: number;
  throttlesPerDay: number;
  /** What remains of the pool for functions without a reservation. */
  leftInPool: number;
}

/** Cost against cold starts for provisioned concurrency from none to what the peak needs, in at most 60 points. */
export function costCurve(
  played: PlayedDemand,
  settings: ConcurrencySettings,
  pool: SharedPool,
  most = Math.ceil(played.peakDemand),
): CostPoint[] {
  return spread(0, Math.min(most, settings.reservedConcurrency ?? Infinity), 60).map(
    (provisionedConcurrency) => {
      const prediction = predictFunction(played, { ...settings, provisionedConcurrency }, pool);
      return {
        provisionedConcurrency,
        monthlyUsd: monthlyUsd(prediction),
        coldStartProbability: coldStartProbability(prediction),
      };
    },
  );
}

/** What reservations around the peak would do. `available`: what this function and the pool have together. */
export function limitTable(
  played: PlayedDemand,
  settings: ConcurrencySettings,
  pool: SharedPool,
  available: number,
  reservations: readonly number[] = usualReservations(played, settings, available),
): LimitRow[] {
  return reservations.map((reservedConcurrency) => {
    const prediction = predictFunction(played, { ...settings, reservedConcurrency }, pool);
    return {
      reservedConcurrency,
      stepsOver: prediction.stepsOver,
      throttlesPerDay: throttlesPerDay(prediction),
      leftInPool: available - reservedConcurrency,
    };
  });
}

/** Half of the peak to a quarter more than it, and what is set now. */
function usualReservations(
  { peakDemand }: PlayedDemand,
  { reservedConcurrency, provisionedConcurrency }: ConcurrencySettings,
  available: number,
): number[] {
  const around = [0.5, 0.75, 0.9, 1, 1.1, 1.25].map((part) => Math.ceil(peakDemand * part));
  return [...new Set([...around, ...(reservedConcurrency === null ? [] : [reservedConcurrency])])]
    .filter((value) => value >= provisionedConcurrency && value <= available)
    .sort((a, b) => a - b);
}

/** Whole numbers from one to another, evenly, at most so many. */
export function spread(from: number, to: number, most: number): number[] {
  const steps = Math.max(1, Math.min(most - 1, to - from));
  const values = Array.from({ length: steps + 1 }, (_, index) =>
    Math.round(from + ((to - from) * index) / steps),
  );
  return [...new Set(values)];
}
