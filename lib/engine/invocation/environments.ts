import { availableParallelism } from "node:os";
import { ServiceError } from "../http/service.ts";
import type { FunctionVersion } from "../lambda/function-version.ts";
import { Environment, type EnvironmentDeps } from "./environment.ts";
import { rateExceeded, TokenBucket } from "./rate-limit.ts";
import { type ShortCall, ShortCalls } from "./short-calls.ts";

export interface PlacementSettings {
  idleEnvironmentMs: number;
  environmentsPer10Seconds: number;
}

/** The environments of one version and tenant that wait, and its calls that are over in a moment. */
interface Place {
  /** Idle or reset, the oldest at the end. */
  waiting: Environment[];
  shortCalls: ShortCalls;
}

/** One more than run at a time: while the engine takes an answer, the next call is there already. */
const shortCallsAtOnce = availableParallelism() + 1;

/**
 * Where does it run? The on-demand environments of all functions: the oldest that waits is used next. Its code has
 * run most, so that it is compiled furthest, and what a burst has left over rests until it is reclaimed.
 */
export class Environments {
  readonly #places = new Map<string, Place>();
  /** Each with its number, by age. */
  readonly #all = new Map<Environment, number>();
  #made = 0;
  readonly #calls = new Map<Environment, ShortCall>();
  readonly #reclaims = new Map<Environment, () => void>();
  readonly #scaling = new Map<string, TokenBucket>();
  #closed = false;

  constructor(
    private readonly deps: EnvironmentDeps,
    private readonly settings: PlacementSettings,
    private readonly newId: () => string,
  ) {}

  /**
   * An environment for one invocation: a waiting one, already busy, or a new one that has to be
   * initialised. Throws TooManyRequestsException when the function grows faster than it may.
   */
  take(version: FunctionVersion, tenantId?: string): Environment | Promise<Environment> {
    const call = this.#placeOf({ version, tenantId }).shortCalls.begin();
    return call instanceof Promise
      ? call.then((begun) => this.#takeFor(begun, version, tenantId))
      : this.#takeFor(call, version, tenantId);
  }

  #takeFor(call: ShortCall, version: FunctionVersion, tenantId: string | undefined): Environment {
    try {
      const environment = this.#waitingOne(version, tenantId) ?? this.#newOne(version, tenantId);
      this.#calls.set(environment, call);
      call.look = () => environment.activity;
      return environment;
    } catch (error) {
      call.end(undefined);
      throw error;
    }
  }

  #waitingOne(version: FunctionVersion, tenantId: string | undefined): Environment | undefined {
    const { waiting } = this.#placeOf({ version, tenantId });
    for (let environment = waiting.pop(); environment; environment = waiting.pop()) {
      this.#reclaims.get(environment)?.();
      if (environment.version.revisionId === version.revisionId) {
        environment.move("busy");
        return environment;
      }
      this.#stop(environment);
    }
    return undefined;
  }

  #newOne(version: FunctionVersion, tenantId: string | undefined): Environment {
    if (this.#closed) throw shuttingDown();
    if (!this.#mayGrow(version)) throw rateExceeded("FunctionInvocationRateLimitExceeded");
    const environment = new Environment(this.deps, this.newId(), version, "on-demand", tenantId);
    this.#all.set(environment, (this.#made += 1));
    return environment;
  }

  /**
   * Takes an environment back after its invocation; one that is not idle or reset is ended.
   * `durationMs` is undefined when the function did not run.
   */
  giveBack(environment: Environment, durationMs: number | undefined): void {
    this.#keepOrStop(environment);
    this.#calls.get(environment)?.end(durationMs);
    this.#calls.delete(environment);
    this.#forgetPlace(environment);
  }

  #keepOrStop(environment: Environment): void {
    const reusable = environment.status === "idle" || environment.status === "reset";
    const number = this.#all.get(environment);
    if (!reusable || number === undefined) return this.#stop(environment);
    const { waiting } = this.#placeOf(environment);
    const younger = waiting.findLastIndex((other) => (this.#all.get(other) ?? 0) > number);
    waiting.splice(younger + 1, 0, environment);
    const cancel = this.deps.clock.after(this.settings.idleEnvironmentMs, () => {
      this.#forget(environment);
      this.#stop(environment);
    });
    this.#reclaims.set(environment, cancel);
  }

  /** Ends the environments of a function that `outdated` names; busy ones end with their invocation. */
  retire(region: string, functionName: string, outdated: (version: FunctionVersion) => boolean) {
    for (const environment of this.#all.keys()) {
      const { version } = environment;
      if (version.region !== region || version.functionName !== functionName) continue;
      if (!outdated(version)) continue;
      this.#all.delete(environment);
      if (environment.status === "idle" || environment.status === "reset") {
        this.#forget(environment);
        this.#stop(environment);
      }
    }
  }

  close(): void {
    this.#closed = true;
    for (const environment of this.#all.keys()) {
      if (environment.status === "busy")
        environment.log.output("The engine was stopped before the function had ended.\n");
      this.#stop(environment);
    }
    this.#places.clear();
  }

  #forget(environment: Environment): void {
    const { waiting } = this.#placeOf(environment);
    const index = waiting.indexOf(environment);
    if (index >= 0) waiting.splice(index, 1);
    this.#forgetPlace(environment);
  }

  /** A version, or a tenant of it, that has no environment any more takes no memory. */
  #forgetPlace(of: Pick<Environment, "version" | "tenantId">): void {
    const key = keyOf(of);
    const place = this.#places.get(key);
    if (place?.waiting.length === 0 && place.shortCalls.idle) this.#places.delete(key);
  }

  #placeOf(of: Pick<Environment, "version" | "tenantId">): Place {
    const key = keyOf(of);
    let place = this.#places.get(key);
    if (!place) {
      place = { waiting: [], shortCalls: new ShortCalls(this.deps.clock, shortCallsAtOnce) };
      this.#places.set(key, place);
    }
    return place;
  }

  #stop(environment: Environment): void {
    this.#reclaims.get(environment)?.();
    this.#reclaims.delete(environment);
    this.#all.delete(environment);
    environment.stop();
  }

  #mayGrow({ region, functionName }: FunctionVersion): boolean {
    const key = `${region}/${functionName}`;
    const { environmentsPer10Seconds: capacity } = this.settings;
    const bucket =
      this.#scaling.get(key) ?? new TokenBucket(this.deps.clock, capacity, capacity / 10);
    this.#scaling.set(key, bucket);
    return bucket.take();
  }
}

/** A tenant's environments are never used for another one. */
function keyOf({ version, tenantId }: Pick<Environment, "version" | "tenantId">): string {
  return tenantId === undefined ? version.functionArn : `${version.functionArn} ${tenantId}`;
}

export function shuttingDown(): ServiceError {
  return new ServiceError("ServiceException", "The local engine is shutting down.", 500);
}
