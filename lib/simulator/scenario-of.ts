import type { Demand } from "./fit-demand";
import { parseScenario } from "./parse-scenario";
import { busiestStep, stepFactors } from "./play-demand";
import type { ConcurrencySettings, ReplayOptions } from "./prediction";
import type { Scenario } from "./scenario";
import { largestP99 } from "./service-time";

export interface ExactReplay {
  scenario: Scenario;
  /** The part of the window that is simulated, in its steps. */
  firstStep: number;
  steps: number;
  /** Whether it is the whole window; else the stretch around its busiest moment. */
  isWhole: boolean;
}

export interface ExactOptions extends ReplayOptions {
  concurrencyLimit: number;
  /** Requests of one replication at most; with more, only the busiest stretch is simulated. */
  requestBudget: number;
  replications: number;
  seed: number;
}

/** AWS's longest function runs 5,400 s; a microsecond is the shortest time a scenario takes. */
const longestSeconds = 5400;
const shortestSeconds = 0.000001;

/**
 * The scenario with which the simulator plays the same traffic under the same settings. The functions share an
 * account; one that is simulated alone has its pool to itself. Environments are warmed up by a repeated first step.
 */
export function scenarioOf(
  demands: readonly Demand[],
  settings: ReadonlyMap<string, ConcurrencySettings>,
  options: ExactOptions,
): ExactReplay {
  const stepSeconds = demands[0]?.stepSeconds ?? 60;
  const length = demands[0]?.requests.length ?? 0;
  const spikeStep = busiestStep(demands);
  const factors = stepFactors(options, length, stepSeconds, spikeStep);
  const { firstStep, steps } = stretchWithin(demands, factors, spikeStep, options);
  // Every environment is lost at the busiest moment: the simulation begins there, and with none.
  const isCold = options.spike === "cold-region";
  const warmUpSteps = isCold ? 0 : Math.ceil(options.idleTimeoutSeconds / stepSeconds);
  const scenario = parseScenario({
    durationSeconds: (warmUpSteps + steps) * stepSeconds,
    warmUpSeconds: warmUpSteps * stepSeconds,
    seriesPeriodSeconds: Math.max(1, Math.ceil(steps / 2000)) * stepSeconds,
    seed: options.seed,
    replications: options.replications,
    idleTimeoutSeconds: options.idleTimeoutSeconds,
    region: demands[0]?.size.region,
    account: { concurrencyLimit: options.concurrencyLimit },
    functions: demands.map((demand) => {
      const own = settings.get(demand.name);
      const counts = Array.from(
        demand.requests.subarray(firstStep, firstStep + steps),
        (count, step) => count * factors[firstStep + step]!,
      );
      const shares = Array.from(
        demand.activeSeconds.subarray(firstStep, firstStep + steps),
        (seconds) => seconds / stepSeconds,
      );
      return {
        name: demand.name,
        memoryMb: demand.size.memoryMb,
        architecture: demand.size.architecture,
        ephemeralStorageMb: demand.size.ephemeralStorageMb,
        reservedConcurrency: own?.reservedConcurrency ?? null,
        provisionedConcurrency: own?.provisionedConcurrency ?? 0,
        invocation: demand.invocation,
        ...(demand.invocation === "sync" && options.spike === "retry-storm"
          ? { sync: { maximumAttempts: 4 } }
          : {}),
        ...(demand.invocation === "sqs" && own?.queueMaximum
          ? { sqs: { maximumConcurrency: own.queueMaximum } }
          : {}),
        arrivals: {
          kind: "series" as const,
          periodSeconds: stepSeconds,
          counts: [...repeated(counts[0] ?? 0, warmUpSteps), ...counts],
          activeShares: [...repeated(shares[0] ?? 1, warmUpSteps), ...shares],
        },
        ...servicesOf(demand),
      };
    }),
  });
  return { scenario, firstStep, steps, isWhole: steps === length };
}

function stretchWithin(
  demands: readonly Demand[],
  factors: Float32Array,
  busiest: number,
  { requestBudget, spike }: ExactOptions,
): { firstStep: number; steps: number } {
  const { length } = factors;
  const totals = factors.map((factor, step) =>
    demands.reduce((sum, { requests }) => sum + requests[step]! * factor, 0),
  );
  const all = totals.reduce((sum, count) => sum + count, 0);
  const isCold = spike === "cold-region";
  if (all <= requestBudget && !isCold) return { firstStep: 0, steps: length };
  let first = Math.min(busiest, length - 1);
  let end = first + 1;
  let count = totals[first] ?? 0;
  // Grows to the side where more comes.
  for (;;) {
    const before = isCold || first === 0 ? -1 : totals[first - 1]!;
    const after = end === length ? -1 : totals[end]!;
    const more = Math.max(before, after);
    if (more < 0 || count + more > requestBudget) break;
    count += more;
    if (before > after) first--;
    else end++;
  }
  return { firstStep: first, steps: end - first };
}

/** Lognormal with the mean that was measured, so that the load is right, as far as its p99 allows. */
function servicesOf({ service, init }: Demand) {
  const { averageSeconds, p99Seconds } = service;
  return {
    warmService: lognormal(averageSeconds, p99Seconds),
    coldService: lognormal(averageSeconds + init.averageSeconds, p99Seconds + init.averageSeconds),
  };
}

function lognormal(mean: number, p99: number) {
  const meanSeconds = Math.min(longestSeconds, Math.max(shortestSeconds, mean));
  const p99Seconds = Math.min(longestSeconds, Math.max(p99, meanSeconds), largestP99(meanSeconds));
  return p99Seconds <= meanSeconds * 1.0001
    ? { distribution: "constant" as const, meanSeconds }
    : { distribution: "lognormal" as const, meanSeconds, p99Seconds };
}

function repeated(value: number, times: number): number[] {
  return Array.from({ length: times }, () => value);
}
