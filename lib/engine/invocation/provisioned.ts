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

interface Allocation {
  version: FunctionVersion;
  requested: number;
  /** Initialised and waiting, the one used last at the end. */
  free: Environment[];
  busy: Set<Environment>;
  starting: number;
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

  /** Environments of a qualifier: those that could take a call now, all, and those that run one. */
  count(region: string, functionName: string, qualifier: string | undefined, version: string) {
    const allocation = this.#allocations.get(keyOf(region, functionName, qualifier ?? ""));
    if (allocation?.version.version !== version) return undefined;
    const allocated = allocation.free.length + allocation.busy.size;
    // None is used before all that were requested are there.
    const free = allocation.starting > 0 || allocation.failed ? 0 : allocation.free.length;
    return { free, allocated, running: allocation.busy.size };
  }

  take(region: string, functionName: string, qualifier: string): Environment {
    const allocation = this.#allocations.get(keyOf(region, functionName, qualifier));
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
    const allocation = this.#allocations.get(keyOf(region, functionName, qualifier));
    if (!allocation) return { requested: 0, allocated: 0, available: 0, status: "IN_PROGRESS" };
    const { requested, failed } = allocation;
    const allocated = Math.min(requested, allocation.free.length + allocation.busy.size);
    if (failed)
      return {
        requested,
        allocated: 0,
        available: 0,
        status: "FAILED",
        statusReason: "FUNCTION_ERROR_INIT_FAILURE",
      };
    if (allocated < requested)
      return { requested, allocated: 0, available: 0, status: "IN_PROGRESS" };
    return { requested, allocated, available: allocated, status: "READY" };
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

  #reconcile(region: string, functionName: string): void {
    const configs = this.functions
      .provisionedConfigs(region)
      .filter((config) => config.functionName === functionName);
    const wanted = new Map(
      configs.map((config) => [keyOf(region, functionName, config.qualifier), config]),
    );
    for (const [key, allocation] of this.#allocations)
      if (key.startsWith(keyOf(region, functionName, "")) && !wanted.has(key)) {
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
      const allocation: Allocation =
        present && same
          ? present
          : {
              version,
              requested: 0,
              free: [],
              busy: new Set(),
              starting: 0,
              failed: false,
              retired: false,
            };
      this.#allocations.set(key, allocation);
      allocation.requested = config.requested;
      allocation.failed = false;
      while (sizeOf(allocation) > allocation.requested && allocation.free.length > 0)
        allocation.free.shift()?.stop();
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
      allocation.starting += 1;
      const started = this.#startOne(allocation).finally(() => this.#starting.delete(started));
      this.#starting.add(started);
    }
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
      allocation.failed ||= failure !== undefined;
      environment.stop();
    } else {
      environment.move("idle");
      allocation.free.push(environment);
    }
    this.#grow(allocation);
  }
}

function sizeOf({ free, busy, starting }: Allocation): number {
  return free.length + busy.size + starting;
}

function retire(allocation: Allocation): void {
  allocation.retired = true;
  for (const environment of allocation.free.splice(0)) environment.stop();
}

function keyOf(region: string, functionName: string, qualifier: string): string {
  return `${region}/${functionName}:${qualifier}`;
}

function configNames(configs: readonly ProvisionedConfig[]): string[] {
  return configs.map((config) => config.functionName);
}
