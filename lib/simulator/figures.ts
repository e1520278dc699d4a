import {
  invocationCost,
  provisionedCostUsd,
  provisionedDurationUsd,
} from "@/lib/model/lambda-price";
import type { FunctionRun } from "./function-run";
import type { Figures, FunctionSeries } from "./result";
import { throttleReasons } from "./tally";

/** What one replication found about one function. */
export interface FunctionOutcome {
  figures: Figures;
  series: FunctionSeries;
}

/** Reads the figures of a function whose simulation is over. */
export function figuresOf(run: FunctionRun, waitingAtEnd: number, region: string): FunctionOutcome {
  const { tally, spec, provisionedUnits } = run;
  const { from, to, seconds: periodSeconds } = tally.periods;
  const requests = sum(counted(tally.requests));
  const coldStarts = sum(counted(tally.coldStarts));
  const byReason = tally.throttles.map((counts) => sum(counted(counts)));
  const averageRunning = tally.running.average();
  const provisionedRunning = tally.runningProvisioned.average();
  const averageIdle = tally.idle.average() + provisionedUnits - provisionedRunning;
  const { latency, queueAge } = tally;
  const gb = spec.memoryMb / 1024;
  const figures: Figures = {
    requests,
    served: tally.served,
    lost: tally.lost,
    waitingAtEnd,
    invocations: tally.invocations,
    errors: tally.errors,
    throttles: sum(byReason),
    throttledRequests: tally.throttledRequests,
    throttleProbability: part(tally.throttledRequests, requests),
    throttlesByReason: {
      [throttleReasons[0]]: byReason[0]!,
      [throttleReasons[1]]: byReason[1]!,
      [throttleReasons[2]]: byReason[2]!,
      [throttleReasons[3]]: byReason[3]!,
    },
    coldStarts,
    coldStartProbability: part(coldStarts, tally.invocations),
    averageEnvironments: averageRunning + averageIdle,
    averageRunning,
    averageIdle,
    maximumRunning: counted(tally.runningMaximum).reduce((most, each) => Math.max(most, each), 0),
    averageWaiting: tally.waiting.average(),
    latencySeconds: {
      p50: latency.quantile(0.5),
      p90: latency.quantile(0.9),
      p99: latency.quantile(0.99),
    },
    queueAgeSeconds: {
      p50: queueAge.quantile(0.5),
      p90: queueAge.quantile(0.9),
      p99: queueAge.quantile(0.99),
      maximum: queueAge.maximum,
    },
    provisioned: {
      invocations: tally.provisionedInvocations,
      spillovers: tally.spillovers,
      averageRunning: provisionedRunning,
      utilization: part(provisionedRunning, provisionedUnits),
    },
    billedGbSeconds: {
      onDemand: tally.onDemandSeconds * gb,
      init: tally.initSeconds * gb,
      provisioned: tally.provisionedSeconds * gb,
      provisionedKept: provisionedUnits * (to - from) * gb,
    },
    cost: costOf(run, region),
  };
  const runningByPeriod = tally.running.averages();
  const provisionedByPeriod = tally.runningProvisioned.averages();
  const idleByPeriod = tally.idle
    .averages()
    .map((idle, period) => idle + provisionedUnits - provisionedByPeriod[period]!);
  const throttlesByPeriod = counted(new Float64Array(tally.requests.length));
  for (const counts of tally.throttles)
    counted(counts).forEach((count, period) => (throttlesByPeriod[period]! += count));
  const series: FunctionSeries = {
    startSeconds: from,
    periodSeconds,
    requests: [...counted(tally.requests)],
    throttles: [...throttlesByPeriod],
    coldStarts: [...counted(tally.coldStarts)],
    running: runningByPeriod,
    runningMaximum: [...counted(tally.runningMaximum)],
    idle: idleByPeriod,
    environments: idleByPeriod.map((idle, period) => idle + runningByPeriod[period]!),
    waiting: tally.waiting.averages(),
  };
  return { figures, series };
}

function costOf({ tally, spec, provisionedUnits }: FunctionRun, region: string): Figures["cost"] {
  const { memoryMb, architecture, ephemeralStorageMb } = spec;
  const size = { memoryMb, architecture, ephemeralStorageMb, region };
  const { from, to } = tally.periods;
  const onDemand = invocationCost(size, tally.onDemandSeconds * 1000, tally.invocations);
  const requestsUsd = onDemand.requestUsd;
  const onDemandUsd = onDemand.durationUsd;
  const initUsd = invocationCost(size, tally.initSeconds * 1000, 0).durationUsd;
  const provisionedUsd =
    provisionedCostUsd(size, provisionedUnits, to - from) +
    provisionedDurationUsd(size, tally.provisionedSeconds * 1000);
  const totalUsd = requestsUsd + onDemandUsd + initUsd + provisionedUsd;
  return { requestsUsd, onDemandUsd, initUsd, provisionedUsd, totalUsd };
}

/** Without the slot of what came before the counted time. */
function counted(counts: Float64Array): Float64Array {
  return counts.subarray(1);
}

function sum(values: Float64Array | readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function part(count: number, whole: number): number {
  return whole === 0 ? 0 : count / whole;
}
