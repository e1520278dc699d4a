import {
  invocationCost,
  provisionedCostUsd,
  provisionedDurationUsd,
} from "@/lib/model/lambda-price";
import { blockingTable } from "./erlang";
import { mixedLatency } from "./latency-mixture";
import type { PlayedDemand } from "./play-demand";
import type { ConcurrencySettings, Prediction, SharedPool } from "./prediction";
import { acceptedByRate, metLoad, refusedRequests } from "./refused-requests";

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
  const requests = played.totalRequests;
  const invocations = requests - lost;
  const places = Math.min(limit, settings.queueMaximum ?? Infinity);
  const provisioned = Math.min(settings.provisionedConcurrency, limit);
  const coldStarts = Math.min(invocations, played.coldStarts.between(provisioned, places));
  const coldPart = invocations > 0 ? coldStarts / invocations : 0;
  const onProvisioned = Math.min(invocations, servedWith(played, provisioned));
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
  const found = { throttled: noneOf(requests.length), throttles: 0, lost: 0, stepsOver: 0 };
  // Pollers that keep to a maximum below the limit are never refused: messages wait in the queue.
  if (invocation === "sqs" && queueMaximum !== null && queueMaximum <= limit) return found;
  const table = blockingTable(limit);
  const isRateLimited = invocation !== "async";
  const isStorm = options.spike === "retry-storm" && invocation === "sync";
  for (let step = 0; step < requests.length; step++) {
    const count = requests[step]!;
    if (count === 0) continue;
    const onDemand = Math.max(0, mean[step]! - provisionedConcurrency);
    const occupied = others ? Math.max(0, others[step]! - onDemand) : 0;
    const seconds = activeSeconds[step]!;
    const isQuiet = load[step]! + occupied < table.quietLoad;
    if (isQuiet && (!isRateLimited || count <= acceptedByRate(limit, seconds))) continue;
    const own = metLoad(load[step]!, count, seconds / service.averageSeconds, limit - occupied);
    const near = settled[step]!;
    const refusedAt = (times: number) =>
      refusedRequests(
        count * times,
        load[step]! * times,
        near,
        seconds,
        limit,
        occupied,
        table.at(own * times + occupied),
        isRateLimited,
      );
    const refused = refusedAt(1);
    if (refused < 1e-9) continue;
    let attempts = refused;
    if (invocation !== "sync") {
      attempts = retriedAttempts(count, refused);
      // A function that may not run at all drops its events.
      if (limit === 0) found.lost += count;
    } else if (isStorm) {
      const storm = stormOf(count, refusedAt);
      attempts = storm.attempts;
      found.lost += storm.lost;
    } else found.lost += refused;
    if (found.throttles === 0) found.throttled = new Float32Array(requests.length);
    found.throttled[step] = attempts;
    found.throttles += attempts;
    if (attempts > probablySome) found.stepsOver++;
  }
  return found;
}

/** An event or message that is refused is tried again, and may be refused again. */
function retriedAttempts(count: number, refused: number): number {
  return Math.min(refused * mostRetries, (refused * count) / Math.max(count - refused, 1e-9));
}

/** Callers repeat what was refused; each further attempt meets a load that those before have raised. */
function stormOf(count: number, refusedAt: (times: number) => number) {
  let times = 1;
  let part = 0;
  for (let round = 0; round < 4; round++) {
    part = Math.min(1, refusedAt(times) / (count * times));
    times = 1 + part + part ** 2 + part ** stormRetries;
  }
  const attempts = refusedAt(times);
  const refusedPart = Math.min(1, attempts / (count * times));
  return { attempts, lost: count * refusedPart ** (stormRetries + 1) };
}

let zeros = new Float32Array(0);

/** One array for all predictions without throttles: most functions have none, and a message carries it once. */
function noneOf(length: number): Float32Array {
  if (zeros.length !== length) zeros = new Float32Array(length);
  return zeros;
}

/** Invocations that run in provisioned environments: those that do not find all of them at work. */
function servedWith({ demand, requests, load }: PlayedDemand, provisioned: number): number {
  if (provisioned === 0) return 0;
  const table = blockingTable(provisioned);
  let served = 0;
  for (let step = 0; step < requests.length; step++) {
    const count = requests[step]!;
    if (count === 0) continue;
    served +=
      count -
      refusedRequests(
        count,
        load[step]!,
        demand.settled[step]!,
        demand.activeSeconds[step]!,
        provisioned,
        0,
        table.at(load[step]!),
        demand.invocation !== "async",
      );
  }
  return served;
}
