import type {
  FunctionChange,
  FunctionVersion,
  ProvisionedConfig,
} from "../lambda/function-version.ts";
import { Environment, type EnvironmentDeps } from "./environment.ts";

export interface ProvisionedStatus {
  requested: number;
  allocated: number;
  available: number;
  status: "IN_PROGRESS" | "READY" | "FAILED";
  statusReason?: string;
}

export interface ProvisionedFunctions {
  regions(): string[];
  provisionedConfigs(region: string): readonly ProvisionedConfig[];
  resolve(region: string, name: string, qualifier?: string): { version: FunctionVersion };
  onChange(listener: (change: FunctionChange) => void): () => void;
}

/** How many environments of one configuration start at the same time. */
const startedTogether = 4;

export interface ProvisionedPace {
  /** How long nothing happens after a configuration was made (AWS: one to two minutes). */
  provisionedPreparationMs: number;
  /** Environments that may then be started in a minute (AWS: 6,000 a function); Infinity for no limit. */
  provisionedPerMinute: number;
}

/** The environments of one version for one configuration. */
interface Allocation {
  qualifier: string;
  version: FunctionVersion;
  requested: number;
  /** Initialised and waiting, the one used last at the end. */
  free: Environment[];
  busy: Set<Environment>;
  starting: number;
  /** None is used before all that were first requested are there; later changes leave it so. */
  usable: boolean;
  /** What is requested now has not been there yet. */
  pending: boolean;
  /** When the present number was asked for, and how many were started since. */
  requestedAtMs: number;
  startedSince: number;
  cancelWake?: () => void;
  failed: boolean;
  retired: boolean;
}

/**
 * The environments that provisioned concurrency keeps ready. They are started when a configuration is
 * made and when the engine starts, replaced when one ends, and exchanged when an alias or a number changes.
 */
export class ProvisionedEnvironments {
  readonly #allocations = new Map<string, Allocation>();
  readonly #starting = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  #closed = false;

  constructor(
    private readonly deps: EnvironmentDeps,
    private readonly functions: ProvisionedFunctions,
    private readonly newId: () => string,
    private readonly pace: ProvisionedPace,
  ) {
    this.#stopListening = functions.onChange(({ region, functionName }) =>
      this.#reconcile(region, functionName),
    );
  }

  /** Starts what was configured before the engine was. */
  startAll(): void {
    for (const region of this.functions.regions())
      for (const name of new Set(configNames(this.functions.provisionedConfigs(region))))
        this.#reconcile(region, name);
  }

  /**
   * What a call of a version finds, as it was invoked: environments that could take it now, all of its
   * configuration, and those that run a call. A configuration of the version also serves its aliases.
   */
  count(region: string, functionName: string, qualifier: string | undefined, version: string) {
    if (this.#allocations.size === 0) return undefined;
    const serving = this.#serving(region, functionName, qualifier, version);
    const configured = serving?.qualifier ?? qualifier ?? "";
    const all = this.#ofQualifier(region, functionName, configured);
    if (all.length === 0) return undefined;
    return {
      qualifier: configured,
      free: serving?.usable ? serving.free.length : 0,
      allocated: all.reduce((sum, { free, busy }) => sum + free.length + busy.size, 0),
      running: all.reduce((sum, { busy }) => sum + busy.size, 0),
    };
  }

  take(
    region: string,
    functionName: string,
    qualifier: string | undefined,
    version: string,
  ): Environment {
    const allocation = this.#serving(region, functionName, qualifier, version);
    const environment = allocation?.free.pop();
    if (!allocation || !environment) throw new Error("no provisioned environment is free");
    environment.move("busy");
    allocation.busy.add(environment);
    return environment;
  }

  giveBack(environment: Environment): void {
    const allocation = [...this.#allocations.values()].find(({ busy }) => busy.has(environment));
    allocation?.busy.delete(environment);
    const surplus = !allocation || sizeOf(allocation) >= allocation.requested;
    if (surplus || environment.status !== "idle") {
      environment.stop();
      if (allocation) this.#grow(allocation);
    } else allocation.free.push(environment);
  }

  status(region: string, functionName: string, qualifier: string): ProvisionedStatus {
    const allocations = this.#ofQualifier(region, functionName, qualifier);
    const sum = (count: (allocation: Allocation) => number) =>
      allocations.reduce((total, allocation) => total + count(allocation), 0);
    const requested = sum((allocation) => allocation.requested);
    const available = sum(({ usable, free, busy }) => (usable ? free.length + busy.size : 0));
    const pending = allocations.length === 0 || allocations.some((one) => one.pending);
    if (allocations.some(({ failed }) => failed)) {
      const statusReason = "FUNCTION_ERROR_INIT_FAILURE";
      return { requested, allocated: available, available, status: "FAILED", statusReason };
    }
    if (pending) return { requested, allocated: available, available, status: "IN_PROGRESS" };
    return { requested, allocated: requested, available, status: "READY" };
  }

  /** Ends all environments; those that are starting end when they have. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    for (const allocation of this.#allocations.values()) {
      retire(allocation);
      for (const environment of allocation.busy) environment.stop();
    }
    this.#allocations.clear();
    await Promise.allSettled(this.#starting);
  }

  #serving(region: string, functionName: string, qualifier: string | undefined, version: string) {
    return (
      this.#allocations.get(keyOf(region, functionName, qualifier ?? "", version)) ??
      this.#allocations.get(keyOf(region, functionName, version, version))
    );
  }

  #ofQualifier(region: string, functionName: string, qualifier: string): Allocation[] {
    const prefix = keyOf(region, functionName, qualifier, "");
    return [...this.#allocations].flatMap(([key, one]) => (key.startsWith(prefix) ? one : []));
  }

  #reconcile(region: string, functionName: string): void {
    const configs = this.functions
      .provisionedConfigs(region)
      .filter((config) => config.functionName === functionName);
    const wanted = new Map(
      configs.map((config) => [
        keyOf(region, functionName, config.qualifier, config.version),
        config,
      ]),
    );
    for (const [key, allocation] of this.#allocations)
      if (key.startsWith(`${region}/${functionName}:`) && !wanted.has(key)) {
        this.#allocations.delete(key);
        retire(allocation);
      }
    for (const [key, config] of wanted) {
      // By the version, not the alias: an alias with weights would give one of two.
      const { version } = this.functions.resolve(region, functionName, config.version);
      const present = this.#allocations.get(key);
      const same = present?.version.revisionId === version.revisionId;
      if (present && same && present.requested === config.requested && !present.failed) continue;
      if (present && !same) retire(present);
      const allocation = present && same ? present : emptyAllocation(config.qualifier, version);
      this.#allocations.set(key, allocation);
      allocation.requested = config.requested;
      allocation.requestedAtMs = this.deps.clock.now();
      allocation.startedSince = 0;
      allocation.failed = false;
      while (sizeOf(allocation) > allocation.requested && allocation.free.length > 0)
        allocation.free.shift()?.stop();
      allocation.pending = true;
      settle(allocation);
      this.#grow(allocation);
    }
  }

  #grow(allocation: Allocation): void {
    while (
      !this.#closed &&
      !allocation.retired &&
      !allocation.failed &&
      allocation.starting < startedTogether &&
      sizeOf(allocation) < allocation.requested
    ) {
      const waitMs = this.#waitMs(allocation);
      if (waitMs > 0) {
        allocation.cancelWake?.();
        allocation.cancelWake = this.deps.clock.after(waitMs, () => this.#grow(allocation));
        return;
      }
      allocation.starting += 1;
      allocation.startedSince += 1;
      const started = this.#startOne(allocation).finally(() => this.#starting.delete(started));
      this.#starting.add(started);
    }
  }

  /** Until the next environment may be started; what only replaces another does not wait. */
  #waitMs({ pending, requestedAtMs, startedSince }: Allocation): number {
    if (!pending) return 0;
    const { provisionedPreparationMs, provisionedPerMinute } = this.pace;
    const dueMs = requestedAtMs + provisionedPreparationMs;
    return dueMs + startedSince * (60_000 / provisionedPerMinute) - this.deps.clock.now();
  }

  async #startOne(allocation: Allocation): Promise<void> {
    const { version } = allocation;
    const environment = new Environment(
      this.deps,
      this.newId(),
      version,
      "provisioned-concurrency",
    );
    const failure = await environment.initialise();
    allocation.starting -= 1;
    if (
      failure ||
      this.#closed ||
      allocation.retired ||
      sizeOf(allocation) >= allocation.requested
    ) {
      if (failure) fail(allocation);
      environment.stop();
    } else {
      environment.move("idle");
      allocation.free.push(environment);
      settle(allocation);
    }
    this.#grow(allocation);
  }
}

function emptyAllocation(qualifier: string, version: FunctionVersion): Allocation {
  return {
    qualifier,
    version,
    requested: 0,
    free: [],
    busy: new Set(),
    starting: 0,
    usable: false,
    pending: true,
    requestedAtMs: 0,
    startedSince: 0,
    failed: false,
    retired: false,
  };
}

/** Notes when everything that was requested is there. */
function settle(allocation: Allocation): void {
  const { free, busy, requested } = allocation;
  if (free.length + busy.size < requested) return;
  allocation.usable = true;
  allocation.pending = false;
}

/** The configuration has failed; what was in use before stays, what was only begun ends. */
function fail(allocation: Allocation): void {
  allocation.failed = true;
  if (!allocation.usable) for (const environment of allocation.free.splice(0)) environment.stop();
}

function sizeOf({ free, busy, starting }: Allocation): number {
  return free.length + busy.size + starting;
}

function retire(allocation: Allocation): void {
  allocation.retired = true;
  allocation.cancelWake?.();
  for (const environment of allocation.free.splice(0)) environment.stop();
}

function keyOf(region: string, functionName: string, qualifier: string, version: string): string {
  return `${region}/${functionName}:${qualifier}:${version}`;
}

function configNames(configs: readonly ProvisionedConfig[]): string[] {
  return configs.map((config) => config.functionName);
}
