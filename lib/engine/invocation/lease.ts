import type { Clock } from "../clock.ts";
import type { EngineSettings } from "../settings.ts";
import type { ProvisionedConfig } from "../lambda/function-version.ts";
import { rateExceeded, TokenBucket } from "./rate-limit.ts";

/** What has been set about concurrency; the function store knows it. */
export interface ConcurrencyLimits {
  reservedConcurrency(region: string, functionName: string): number | null;
  totalReserved(region: string): number;
  provisionedConfigs(region: string): readonly ProvisionedConfig[];
}

export interface LeaseRequest {
  region: string;
  functionName: string;
  /** Provisioned environments that are free for the invoked alias or version. */
  provisionedFree: number;
  /** How many the configuration has; the request rate is limited to ten times that. */
  provisionedAllocated: number;
  /** Of the configuration: the alias or version it was made for. */
  qualifier: string | undefined;
  /** Events from the asynchronous queue are limited in number only, not in rate. */
  rateLimited: boolean;
}

/** The right to run one invocation; given back exactly once. */
export interface Lease {
  kind: "provisioned" | "on-demand";
  release(): void;
}

export interface RegionConcurrency {
  /** All running invocations. */
  concurrent: number;
  /** Running in the pool that functions without a reservation share. */
  unreserved: number;
  /** What no other function can claim: running unreserved, all reserved, all provisioned without a reservation. */
  claimed: number;
}

const requestsPerSecondPerUnit = 10;

/**
 * May this invocation run? Provisioned capacity first, then the function's reservation or the shared
 * pool, in AWS's order and with its refusals (Developer Guide, "Understanding Lambda function scaling").
 */
export class Leases {
  /** Running on-demand invocations by `region/function`. */
  readonly #onDemand = new Map<string, number>();
  readonly #provisioned = new Map<string, number>();
  readonly #unreserved = new Map<string, number>();
  readonly #rates = new Map<string, TokenBucket>();

  constructor(
    private readonly limits: ConcurrencyLimits,
    private readonly settings: EngineSettings,
    private readonly clock: Clock,
  ) {}

  /** Throws TooManyRequestsException when the invocation may not run. */
  acquire(request: LeaseRequest): Lease {
    const { region, functionName } = request;
    const name = `${region}/${functionName}`;
    if (request.provisionedFree > 0) {
      const rate = `provisioned ${name}:${request.qualifier}`;
      if (!request.rateLimited || this.#mayStart(rate, request.provisionedAllocated))
        return this.#lease("provisioned", [[this.#provisioned, name]]);
    }
    const reserved = this.limits.reservedConcurrency(region, functionName);
    const running = this.#onDemand.get(name) ?? 0;
    if (reserved !== null) {
      if (running >= reserved - this.#provisionedUnits(region, functionName))
        throw rateExceeded("ReservedFunctionConcurrentInvocationLimitExceeded");
      if (request.rateLimited && !this.#mayStart(`reserved ${name}`, reserved))
        throw rateExceeded("ReservedFunctionInvocationRateLimitExceeded");
      return this.#lease("on-demand", [[this.#onDemand, name]]);
    }
    const { accountConcurrencyLimit } = this.settings;
    if (this.region(region).claimed >= accountConcurrencyLimit)
      throw rateExceeded("ConcurrentInvocationLimitExceeded");
    if (request.rateLimited && !this.#mayStart(`account ${region}`, accountConcurrencyLimit))
      throw rateExceeded("FunctionInvocationRateLimitExceeded");
    return this.#lease("on-demand", [
      [this.#onDemand, name],
      [this.#unreserved, region],
    ]);
  }

  /** Invocations of a function that run now. */
  running(region: string, functionName: string): number {
    const name = `${region}/${functionName}`;
    return (this.#onDemand.get(name) ?? 0) + (this.#provisioned.get(name) ?? 0);
  }

  region(region: string): RegionConcurrency {
    const inRegion = (counts: Map<string, number>) => {
      let total = 0;
      for (const [name, count] of counts) if (name.startsWith(`${region}/`)) total += count;
      return total;
    };
    const unreserved = this.#unreserved.get(region) ?? 0;
    const claimed =
      unreserved + this.limits.totalReserved(region) + this.#provisionedUnits(region, undefined);
    return {
      concurrent: inRegion(this.#onDemand) + inRegion(this.#provisioned),
      unreserved,
      claimed,
    };
  }

  /** Of one function, or of all that have no reservation. */
  #provisionedUnits(region: string, functionName: string | undefined): number {
    let units = 0;
    for (const config of this.limits.provisionedConfigs(region)) {
      const counts =
        functionName === undefined
          ? this.limits.reservedConcurrency(region, config.functionName) === null
          : config.functionName === functionName;
      if (counts) units += config.requested;
    }
    return units;
  }

  #mayStart(name: string, units: number): boolean {
    const perSecond = units * requestsPerSecondPerUnit;
    let bucket = this.#rates.get(name);
    if (bucket?.capacity !== perSecond) {
      bucket = new TokenBucket(this.clock, perSecond, perSecond);
      this.#rates.set(name, bucket);
    }
    return bucket.take();
  }

  #lease(
    kind: Lease["kind"],
    counters: readonly (readonly [Map<string, number>, string])[],
  ): Lease {
    for (const [counts, name] of counters) counts.set(name, (counts.get(name) ?? 0) + 1);
    let held = true;
    return {
      kind,
      release() {
        if (!held) throw new Error("a lease was released twice");
        held = false;
        for (const [counts, name] of counters) {
          const left = (counts.get(name) ?? 0) - 1;
          if (left > 0) counts.set(name, left);
          else counts.delete(name);
        }
      },
    };
  }
}
