import type { FunctionVersion } from "../lambda/function-version.ts";
import { Environment, type EnvironmentDeps } from "./environment.ts";
import { rateExceeded, TokenBucket } from "./rate-limit.ts";

export interface PlacementSettings {
  idleEnvironmentMs: number;
  environmentsPer10Seconds: number;
}

/** Where does it run? The on-demand environments of all functions: the one used last is used next. */
export class Environments {
  /** Idle or reset environments by version and tenant, the one used last at the end. */
  readonly #waiting = new Map<string, Environment[]>();
  readonly #all = new Set<Environment>();
  readonly #reclaims = new Map<Environment, () => void>();
  readonly #scaling = new Map<string, TokenBucket>();

  constructor(
    private readonly deps: EnvironmentDeps,
    private readonly settings: PlacementSettings,
    private readonly newId: () => string,
  ) {}

  /**
   * An environment for one invocation: a waiting one, already busy, or a new one that has to be
   * initialised. Throws TooManyRequestsException when the function grows faster than it may.
   */
  take(version: FunctionVersion, tenantId?: string): Environment {
    const waiting = this.#waiting.get(keyOf({ version, tenantId }));
    for (let environment = waiting?.pop(); environment; environment = waiting?.pop()) {
      this.#reclaims.get(environment)?.();
      if (environment.version.revisionId === version.revisionId) {
        environment.move("busy");
        return environment;
      }
      this.#stop(environment);
    }
    if (!this.#mayGrow(version)) throw rateExceeded("FunctionInvocationRateLimitExceeded");
    const environment = new Environment(this.deps, this.newId(), version, "on-demand", tenantId);
    this.#all.add(environment);
    return environment;
  }

  /** Takes an environment back after its invocation; one that is not idle or reset is ended. */
  giveBack(environment: Environment): void {
    const reusable = environment.status === "idle" || environment.status === "reset";
    if (!reusable || !this.#all.has(environment)) return this.#stop(environment);
    const key = keyOf(environment);
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, waiting);
    waiting.push(environment);
    const cancel = this.deps.clock.after(this.settings.idleEnvironmentMs, () => {
      this.#forget(environment);
      this.#stop(environment);
    });
    this.#reclaims.set(environment, cancel);
  }

  /** Ends the environments of a function that `outdated` names; busy ones end with their invocation. */
  retire(region: string, functionName: string, outdated: (version: FunctionVersion) => boolean) {
    for (const environment of this.#all) {
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
    for (const environment of this.#all) {
      if (environment.status === "busy")
        environment.log.output("The engine was stopped before the function had ended.\n");
      this.#stop(environment);
    }
    this.#waiting.clear();
  }

  #forget(environment: Environment): void {
    const waiting = this.#waiting.get(keyOf(environment));
    const index = waiting?.indexOf(environment) ?? -1;
    if (index >= 0) waiting?.splice(index, 1);
    if (waiting?.length === 0) this.#waiting.delete(keyOf(environment));
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
