import { createArrivals, type Arrivals } from "./arrivals";
import { IdleEnvironments } from "./idle-environments";
import type { Periods } from "./interval-sums";
import { RandomStream } from "./random-stream";
import type { Scenario, SimulatedFunction } from "./scenario";
import { createServiceTime, type ServiceTime } from "./service-time";
import { Tally } from "./tally";
import { TokenBucket } from "./token-bucket";

/** AWS takes ten requests a second for each unit of concurrency. */
const requestsPerSecondPerUnit = 10;

/** One function in one replication: its environments, its limits and its random streams. */
export class FunctionRun {
  readonly arrivals: Arrivals;
  /** Uniform numbers that decide how long requests take. */
  readonly ranks: RandomStream;
  /** Uniform numbers for the delays of callers that retry. */
  readonly delays: RandomStream;
  readonly warm: ServiceTime;
  readonly cold: ServiceTime;
  readonly tally: Tally;
  readonly idle: IdleEnvironments;
  readonly provisionedUnits: number;
  /** What a reservation leaves for running on demand; undefined without one. */
  readonly reservedOnDemand: number | undefined;
  readonly growth: TokenBucket;
  readonly provisionedRate: TokenBucket;
  readonly reservedRate: TokenBucket;
  /** The rate limit does not hold for asynchronous invocation. */
  readonly rateLimited: boolean;
  provisionedBusy = 0;
  onDemandBusy = 0;
  readonly #errors: RandomStream;

  constructor(
    readonly index: number,
    readonly spec: SimulatedFunction,
    scenario: Scenario,
    periods: Periods,
    replication: number,
  ) {
    const { seed, durationSeconds, idleTimeoutSeconds, account } = scenario;
    const stream = (purpose: string) => new RandomStream(seed, replication, spec.name, purpose);
    this.arrivals = createArrivals(spec.arrivals, durationSeconds, stream("arrivals"));
    this.ranks = stream("service");
    this.delays = stream("delays");
    this.#errors = stream("errors");
    this.warm = createServiceTime(spec.warmService);
    this.cold = createServiceTime(spec.coldService);
    this.tally = new Tally(periods);
    this.idle = new IdleEnvironments(idleTimeoutSeconds, this.tally.idle);
    this.provisionedUnits = spec.provisionedConcurrency;
    const reserved = spec.reservedConcurrency;
    this.reservedOnDemand = reserved === null ? undefined : reserved - this.provisionedUnits;
    const perTenSeconds = account.environmentsPer10Seconds;
    this.growth = new TokenBucket(perTenSeconds, perTenSeconds / 10);
    this.provisionedRate = rateLimit(this.provisionedUnits);
    this.reservedRate = rateLimit(reserved ?? 0);
    this.rateLimited = spec.invocation !== "async";
  }

  /** Whether this run of the function fails. */
  fails(): boolean {
    const { errorProbability } = this.spec;
    if (errorProbability === 0 || this.#errors.next() >= errorProbability) return false;
    if (this.tally.counted) this.tally.errors += 1;
    return true;
  }
}

/** At most a second's worth at once. */
export function rateLimit(units: number): TokenBucket {
  const perSecond = units * requestsPerSecondPerUnit;
  return new TokenBucket(perSecond, perSecond);
}
