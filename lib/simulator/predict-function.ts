import {
  invocationCost,
  provisionedCostUsd,
  provisionedDurationUsd,
} from "@/lib/model/lambda-price";
import { BlockingTable } from "./erlang";
import { mixedLatency } from "./latency-mixture";
import type { PlayedDemand } from "./play-demand";
import type { ConcurrencySettings, Prediction, SharedPool } from "./prediction";
import { metLoad, refusedRequests } from "./refused-requests";

/** Throttled more likely than not: a Poisson number of this mean is above 0 half of the time. */
const probablySome = Math.LN2;
/** Of one event within a step: it is tried again after 1, 2, 4, 8 and 16 seconds. */
const mostRetries = 5;
/** How often callers repeat a request in a retry storm. */
const stormRetries = 3;

/** What the settings would have done to the played traffic, at once and without drawing random numbers. */
export function predictFunction(
  played: PlayedDemand,
  settings: ConcurrencySettings,
  pool: SharedPool,
): Prediction {
  const { demand } = played;
  const limit =
    settings.reservedConcurrency ?? Math.max(0, pool.units + settings.provisionedConcurrency);
  const others = settings.reservedConcurrency === null ? pool.mean : undefined;
  const { throttled, throttles, lost, stepsOver } = throttlesOf(played, settings, limit, others);
  const requests = sum(played.requests);
  const invocations = requests - lost;
  const places = Math.min(limit, settings.queueMaximum ?? Infinity);
  const provisioned = Math.min(settings.provisionedConcurrency, limit);
  const coldStarts = Math.min(invocations, played.coldStarts.between(provisioned, places));
  const coldPart = invocations > 0 ? coldStarts / invocations : 0;
  const onProvisioned = servedWith(played, provisioned, requests, invocations);
  const windowSeconds = played.requests.length * demand.stepSeconds;
  const { averageSeconds } = demand.service;
  const { size, init } = demand;
  const latency = (probability: number) =>
    invocations > 0
      ? mixedLatency(probability, demand.service, coldPart, init.averageSeconds)
      : null;
  return {
    windowSeconds,
    requests,
    throttles,
    invocations,
    coldStarts,
    latencyP50Seconds: latency(0.5),
    latencyP99Seconds: latency(0.99),
    costUsd:
      invocationCost(size, (invocations - onProvisioned) * averageSeconds * 1000, invocations)
        .totalUsd +
      invocationCost(size, coldStarts * init.averageSeconds * 1000, 0).totalUsd +
      provisionedCostUsd(size, provisioned, windowSeconds) +
      provisionedDurationUsd(size, onProvisioned * averageSeconds * 1000),
    provisionedUtilization:
      provisioned > 0 && windowSeconds > 0
        ? Math.min(1, (onProvisioned * averageSeconds) / (provisioned * windowSeconds))
        : null,
    stepsOver,
    peakDemand: played.peakDemand,
    demand: played.peak,
    throttled,
  };
}

function throttlesOf(
  played: PlayedDemand,
  { queueMaximum, provisionedConcurrency }: ConcurrencySettings,
  limit: number,
  others: Float32Array | undefined,
) {
  const { demand, requests, load, mean, options } = played;
  const { invocation, service, settled, activeSeconds } = demand;
  const throttled = new Float32Array(requests.length);
  let throttles = 0;
  let lost = 0;
  let stepsOver = 0;
  // Pollers that keep to a maximum below the limit are never refused: messages wait in the queue.
  const isHeldBack = invocation === "sqs" && queueMaximum !== null && queueMaximum <= limit;
  if (!isHeldBack) {
    const table = new BlockingTable(limit);
    const isRateLimited = invocation !== "async";
    const isStorm = options.spike === "retry-storm" && invocation === "sync";
    for (let step = 0; step < requests.length; step++) {
      const count = requests[step]!;
      if (count === 0) continue;
      const onDemand = Math.max(0, mean[step]! - provisionedConcurrency);
      const occupied = others ? Math.max(0, others[step]! - onDemand) : 0;
      const serviceTimes = activeSeconds[step]! / service.averageSeconds;
      const own = metLoad(load[step]!, count, serviceTimes, limit - occupied);
      const place = { settled: settled[step]!, activeSeconds: activeSeconds[step]! };
      const refusedAt = (times: number) =>
        refusedRequests(
          count * times,
          place,
          limit,
          occupied,
          table.at(own * times + occupied),
          isRateLimited,
        );
      let refused = refusedAt(1);
      if (refused < 1e-9) continue;
      let attempts = refused;
      if (invocation !== "sync") {
        attempts = Math.min(
          refused * mostRetries,
          (refused * count) / Math.max(count - refused, 1e-9),
        );
        // A function that may not run at all drops its events.
        if (limit === 0) lost += count;
      } else if (isStorm) {
        // Each further attempt meets a load that the attempts before have raised.
        let times = 1;
        for (let round = 0; round < 4; round++) {
          const part = Math.min(1, refusedAt(times) / (count * times));
          times = 1 + part + part ** 2 + part ** stormRetries;
        }
        attempts = refusedAt(times);
        refused = Math.min(
          refused,
          count * Math.min(1, attempts / (count * times)) ** (stormRetries + 1),
        );
      }
      throttled[step] = attempts;
      throttles += attempts;
      if (invocation === "sync") lost += refused;
      if (attempts > probablySome) stepsOver++;
    }
  }
  return { throttled, throttles, lost, stepsOver };
}

/** Invocations that run in provisioned environments: those that do not find all of them at work. */
function servedWith(
  { demand, requests, load }: PlayedDemand,
  provisioned: number,
  total: number,
  invocations: number,
): number {
  if (provisioned === 0) return 0;
  const table = new BlockingTable(provisioned);
  let served = 0;
  for (let step = 0; step < requests.length; step++) {
    const count = requests[step]!;
    if (count === 0) continue;
    const place = { settled: demand.settled[step]!, activeSeconds: demand.activeSeconds[step]! };
    const isRateLimited = demand.invocation !== "async";
    served +=
      count - refusedRequests(count, place, provisioned, 0, table.at(load[step]!), isRateLimited);
  }
  return Math.min(invocations, served) * (total > 0 ? 1 : 0);
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
