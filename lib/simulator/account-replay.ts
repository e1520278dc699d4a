import { busiestStep, playDemand, type PlayedDemand } from "./play-demand";
import type { Demand } from "./fit-demand";
import { predictFunction } from "./predict-function";
import type {
  AccountPrediction,
  ConcurrencySettings,
  Prediction,
  ReplayOptions,
  SharedPool,
} from "./prediction";

/**
 * Replays the traffic of all functions of an account against settings. A function with a reservation is predicted
 * anew only when its own settings change; those that share the pool also when the pool does.
 */
export class AccountReplay {
  readonly #known = new Map<string, { key: string; prediction: Prediction }>();
  #peak = { key: "", concurrency: 0 };
  #mean: { key: string; values: Float32Array | undefined } = { key: "", values: undefined };

  constructor(
    readonly demands: readonly Demand[],
    readonly concurrencyLimit: number,
  ) {}

  /** `settings` by function name; a function that is not in it has neither reservation nor provisioned concurrency. */
  predict(
    settings: ReadonlyMap<string, ConcurrencySettings>,
    options: ReplayOptions,
  ): AccountPrediction {
    const spikeStep = options.spike === "none" ? 0 : busiestStep(this.demands);
    const played = this.demands.map((demand) => playDemand(demand, options, spikeStep));
    const of = (name: string) => settings.get(name) ?? unset;
    const members = played.filter(({ demand }) => of(demand.name).reservedConcurrency === null);
    const optionsKey = JSON.stringify([options, spikeStep]);
    const membersKey = JSON.stringify(
      members.map(({ demand }) => [demand.name, of(demand.name).provisionedConcurrency]),
    );
    const meanKey = `${optionsKey} ${membersKey}`;
    if (this.#mean.key !== meanKey)
      this.#mean = {
        key: meanKey,
        values:
          members.length > 1
            ? totalMean(members, ({ demand }) => of(demand.name).provisionedConcurrency)
            : undefined,
      };
    const pool: SharedPool = {
      units: sharedUnits(
        this.concurrencyLimit,
        this.demands.map(({ name }) => of(name)),
      ),
      mean: this.#mean.values,
    };
    const poolKey = `${pool.units} ${membersKey}`;
    const functions = new Map<string, Prediction>();
    for (const each of played) {
      const { name } = each.demand;
      const own = of(name);
      const key = `${optionsKey} ${JSON.stringify(own)} ${own.reservedConcurrency === null ? poolKey : ""}`;
      const before = this.#known.get(name);
      const prediction = before?.key === key ? before.prediction : predictFunction(each, own, pool);
      this.#known.set(name, { key, prediction });
      functions.set(name, prediction);
    }
    if (this.#peak.key !== optionsKey)
      this.#peak = { key: optionsKey, concurrency: peakTogether(played) };
    return { functions, pool, peakConcurrency: this.#peak.concurrency };
  }
}

const unset: ConcurrencySettings = {
  reservedConcurrency: null,
  provisionedConcurrency: 0,
  queueMaximum: null,
};

/** What is left to run on demand for all functions without a reservation together. */
function sharedUnits(concurrencyLimit: number, settings: readonly ConcurrencySettings[]): number {
  return settings.reduce(
    (left, { reservedConcurrency, provisionedConcurrency }) =>
      left - (reservedConcurrency ?? provisionedConcurrency),
    concurrencyLimit,
  );
}

/** At work in the pool on average: what runs in provisioned environments does not count. */
function totalMean(
  members: readonly PlayedDemand[],
  provisionedOf: (played: PlayedDemand) => number,
): Float32Array {
  const total = new Float32Array(members[0]?.mean.length ?? 0);
  for (const played of members) {
    const provisioned = provisionedOf(played);
    for (let step = 0; step < total.length; step++)
      total[step]! += Math.max(0, played.mean[step]! - provisioned);
  }
  return total;
}

/** Peaks of different functions seldom fall together: their distances from the mean add up like errors. */
function peakTogether(played: readonly PlayedDemand[]): number {
  const length = played[0]?.mean.length ?? 0;
  const means = new Float64Array(length);
  const squares = new Float64Array(length);
  for (const { mean, peak } of played)
    for (let step = 0; step < length; step++) {
      means[step]! += mean[step]!;
      squares[step]! += (peak[step]! - mean[step]!) ** 2;
    }
  let highest = 0;
  for (let step = 0; step < length; step++)
    highest = Math.max(highest, means[step]! + Math.sqrt(squares[step]!));
  return highest;
}
