import type { FunctionTraffic } from "@/lib/model/traffic";
import { erlangB } from "./erlang";
import { expectedMaximum, maximumSpread } from "./expected-maximum";
import type { ReplayedFunction } from "./prediction";
import { metLoad, refusedRequests } from "./refused-requests";

/** What is assumed of a cold start when no log line told it. */
const assumedInitSeconds = 0.4;
/** What is assumed of a function that never ran. */
const assumedServiceSeconds = 0.1;

/** A function's recorded traffic as what it would want if there were no limits. Arrays have a value for each step. */
export interface Demand {
  name: string;
  size: ReplayedFunction["size"];
  invocation: ReplayedFunction["invocation"];
  stepSeconds: number;
  service: { averageSeconds: number; p50Seconds: number; p99Seconds: number };
  init: { averageSeconds: number; p99Seconds: number; isAssumed: boolean };
  /** Requests that came. */
  requests: Float32Array;
  /** Load while they came: requests a second times seconds each takes. */
  load: Float32Array;
  /** How near the load comes to its steady state in that time, from 0 (all at once) to 1. */
  settled: Float32Array;
  /** For how long they came; less than the step when they came bunched. */
  activeSeconds: Float32Array;
  /** The most that ran at once, or would have without the limit that was met. */
  peak: Float32Array;
}

/** Bounds of the time in which a step's requests come, in service times. */
const leastServiceTimes = 0.002;
/** Beyond so many standard deviations a maximum says that requests came bunched. */
const surprise = 3;

const fitted = new WeakMap<FunctionTraffic, { of: ReplayedFunction; demand: Demand }>();

/**
 * Finds for each step the load that explains what was seen: the requests, their run time, how many ran at once, and
 * how many were throttled at the limit. So the present settings, replayed, give what was recorded. The last result
 * for each traffic is kept.
 */
export function fitDemand(
  traffic: FunctionTraffic,
  replayed: ReplayedFunction,
  stepSeconds = 60,
): Demand {
  const before = fitted.get(traffic);
  if (before?.of === replayed && before.demand.stepSeconds === stepSeconds) return before.demand;
  const demand = fit(traffic, replayed, stepSeconds);
  fitted.set(traffic, { of: replayed, demand });
  return demand;
}

function fit(
  traffic: FunctionTraffic,
  { name, size, invocation, settings }: ReplayedFunction,
  stepSeconds: number,
): Demand {
  const { length } = traffic.invocations;
  const totalInvocations = sum(traffic.invocations);
  const averageSeconds =
    (totalInvocations > 0 ? sum(traffic.busySeconds) / totalInvocations : 0) ||
    traffic.duration?.averageSeconds ||
    assumedServiceSeconds;
  const demand: Demand = {
    name,
    size,
    invocation,
    stepSeconds,
    service: {
      averageSeconds,
      p50Seconds: traffic.duration?.p50Seconds ?? averageSeconds,
      p99Seconds: traffic.duration?.p99Seconds ?? averageSeconds,
    },
    init: traffic.init
      ? { ...traffic.init, isAssumed: false }
      : { averageSeconds: assumedInitSeconds, p99Seconds: assumedInitSeconds, isAssumed: true },
    requests: new Float32Array(length),
    load: new Float32Array(length),
    settled: new Float32Array(length).fill(1),
    activeSeconds: new Float32Array(length).fill(stepSeconds),
    peak: new Float32Array(length),
  };
  // What runs longer than a step is at work in the next ones too.
  const remaining = Math.exp(-stepSeconds / averageSeconds);
  let steadyLoad = 0;
  for (let step = 0; step < length; step++) {
    const invocations = traffic.invocations[step]!;
    const throttles = traffic.throttles[step]!;
    // A queue or an event is tried again: its throttles are further attempts, not further requests.
    const requests = invocation === "sync" ? invocations + throttles : invocations;
    const carried = steadyLoad * remaining;
    if (requests === 0 && carried < 1e-6) {
      steadyLoad = 0;
      continue;
    }
    const ownSeconds =
      invocations > 0 && remaining < 0.01 ? traffic.busySeconds[step]! / invocations : 0;
    const seconds = Math.max(ownSeconds || averageSeconds, 1e-6);
    const uniform = (requests * seconds) / stepSeconds;
    steadyLoad = carried + uniform * (1 - remaining);
    const seen: Seen = {
      requests,
      throttles,
      seconds,
      load: steadyLoad,
      carried,
      settled:
        1 - (1 - carried / Math.max(steadyLoad, 1e-9)) ** 2 * Math.exp(-stepSeconds / seconds),
      stepSeconds,
      maximum: traffic.concurrency[step]!,
    };
    const found =
      throttles > 0 && settings.reservedConcurrency !== null
        ? fitThrottles(seen, limitThen(seen.maximum, settings.reservedConcurrency), invocation)
        : fitMaximum(seen);
    demand.requests[step] = requests;
    demand.load[step] = found.load;
    demand.settled[step] = found.settled;
    demand.activeSeconds[step] = found.activeSeconds;
    demand.peak[step] =
      throttles === 0 && seen.maximum > 0
        ? seen.maximum
        : Math.max(seen.maximum, peakOf(found, seen));
  }
  return demand;
}

/** The highest number at work in a step. Of requests that come all at once it is simply their number. */
function peakOf(
  { load, settled, activeSeconds }: Fit,
  { requests, seconds, carried }: Seen,
): number {
  const mean = load * settled;
  const most = Math.max(mean, requests + carried);
  const above = expectedMaximum(mean, activeSeconds / seconds) - mean;
  return Math.min(most, mean + above * Math.sqrt(1 - mean / most));
}

interface Seen {
  requests: number;
  throttles: number;
  seconds: number;
  /** Over the whole step, with what is left of the steps before. */
  load: number;
  carried: number;
  settled: number;
  stepSeconds: number;
  maximum: number;
}

interface Fit {
  load: number;
  settled: number;
  activeSeconds: number;
}

/** Requests that come within so many service times, starting from nothing. */
function bunched({ requests, seconds, stepSeconds }: Seen, serviceTimes: number): Fit {
  return {
    load: requests / serviceTimes,
    settled: 1 - Math.exp(-serviceTimes),
    activeSeconds: Math.min(stepSeconds, serviceTimes * seconds),
  };
}

function spread({ load, settled, stepSeconds }: Seen): Fit {
  return { load, settled, activeSeconds: stepSeconds };
}

/** The time in which requests came such that the expected maximum is the one seen. */
function fitMaximum(seen: Seen): Fit {
  const { requests, seconds, maximum, stepSeconds } = seen;
  const even = spread(seen);
  const expected = peakOf(even, seen);
  const mean = even.load * even.settled;
  if (maximum <= expected + surprise * maximumSpread(mean, stepSeconds / seconds)) return even;
  // More at work than came: it was there before, and the load is simply higher than the average says.
  if (maximum > requests)
    return { ...even, load: Math.max(even.load, maximum - Math.sqrt(maximum)) };
  const serviceTimes = bisect(leastServiceTimes, stepSeconds / seconds, (candidate) =>
    peakOf(bunched(seen, candidate), seen) > maximum ? "more" : "less",
  );
  return bunched(seen, serviceTimes);
}

/** The time in which requests came such that a limit throttles as many as were. */
function fitThrottles(seen: Seen, limit: number, invocation: Demand["invocation"]): Fit {
  const { requests, throttles, seconds, stepSeconds } = seen;
  const wanted =
    invocation === "sync" ? throttles : (requests * throttles) / (requests + throttles);
  const refused = (fit: Fit) =>
    refusedRequests(
      requests,
      fit.load,
      fit.settled,
      fit.activeSeconds,
      limit,
      0,
      erlangB(limit, metLoad(fit.load, requests, fit.activeSeconds / seconds, limit)),
      invocation !== "async",
    );
  const longest = stepSeconds / seconds;
  if (requests === 0 || limit === 0) return spread(seen);
  // Fewer throttled than even traffic would be: the load was lower than its average says.
  if (refused(spread(seen)) >= wanted) {
    const part = bisect(0.2, 1, (candidate) =>
      refused({ ...spread(seen), load: seen.load * candidate }) > wanted ? "less" : "more",
    );
    return { ...spread(seen), load: seen.load * part };
  }
  if (longest <= leastServiceTimes) return spread(seen);
  return bunched(
    seen,
    bisect(leastServiceTimes, longest, (candidate) =>
      refused(bunched(seen, candidate)) > wanted ? "more" : "less",
    ),
  );
}

/** The limit may have been another one at the time; then that many ran when requests were throttled. */
function limitThen(maximum: number, limit: number): number {
  return maximum === 0 || Math.abs(maximum - limit) <= 0.1 * limit ? limit : maximum;
}

/** The value between two at which the answer turns from "more" (a larger value is needed) to "less". */
function bisect(low: number, high: number, judge: (value: number) => "more" | "less"): number {
  let from = Math.log(low);
  let to = Math.log(high);
  for (let round = 0; round < 16; round++) {
    const middle = (from + to) / 2;
    if (judge(Math.exp(middle)) === "more") from = middle;
    else to = middle;
  }
  return Math.exp((from + to) / 2);
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
