import { DurationSketch } from "./duration-sketch";
import { IntervalSums, type Periods } from "./interval-sums";

/** AWS's names of the limit that refused a request (Lambda API, ThrottleReason). */
export const throttleReasons = [
  "ReservedFunctionConcurrentInvocationLimitExceeded",
  "ConcurrentInvocationLimitExceeded",
  "ReservedFunctionInvocationRateLimitExceeded",
  "FunctionInvocationRateLimitExceeded",
] as const;

/** AWS bills whole milliseconds; what a binary fraction adds to one is none. */
const noMillisecond = 1e-6;

/** Everything that is counted of one function in one replication; its size does not depend on the traffic. */
export class Tally {
  readonly requests: Float64Array;
  readonly coldStarts: Float64Array;
  readonly runningMaximum: Float64Array;
  /** By reason. */
  readonly throttles: readonly Float64Array[];
  readonly running: IntervalSums;
  readonly runningProvisioned: IntervalSums;
  readonly idle: IntervalSums;
  readonly waiting: IntervalSums;
  readonly latency = new DurationSketch();
  readonly queueAge = new DurationSketch();
  throttledRequests = 0;
  served = 0;
  lost = 0;
  invocations = 0;
  errors = 0;
  spillovers = 0;
  provisionedInvocations = 0;
  /** Billed seconds: on-demand without init, init, on provisioned environments. */
  onDemandSeconds = 0;
  initSeconds = 0;
  provisionedSeconds = 0;
  /** Which period it is; those before the counted time share the first slot of the arrays. */
  slot = 0;
  slotEnd: number;

  constructor(readonly periods: Periods) {
    const counts = () => new Float64Array(periods.count + 1);
    this.requests = counts();
    this.coldStarts = counts();
    this.runningMaximum = counts();
    this.throttles = throttleReasons.map(counts);
    this.running = new IntervalSums(periods);
    this.runningProvisioned = new IntervalSums(periods);
    this.idle = new IntervalSums(periods);
    this.waiting = new IntervalSums(periods);
    this.slotEnd = periods.from;
  }

  /** The clock has reached the end of a period; `running` is how many ran until now. */
  nextPeriod(now: number, running: number): void {
    const { from, count, seconds } = this.periods;
    while (now >= this.slotEnd) {
      this.slot++;
      this.slotEnd = this.slot < count ? from + this.slot * seconds : Infinity;
      this.runningMaximum[this.slot] = running;
    }
  }

  get counted(): boolean {
    return this.slot > 0;
  }

  arrived(): void {
    this.requests[this.slot]! += 1;
  }

  /** A request was refused; `refusals` is how often it had been before. */
  throttled(reason: number, refusals: number, requests = 1): void {
    this.throttles[reason]![this.slot]! += 1;
    if (refusals === 0 && this.counted) this.throttledRequests += requests;
  }

  lose(): void {
    if (this.counted) this.lost += 1;
  }

  serve(requests = 1): void {
    if (this.counted) this.served += requests;
  }

  /** An invocation began in a provisioned environment. */
  ranProvisioned(now: number, seconds: number): void {
    this.running.add(now, now + seconds);
    this.runningProvisioned.add(now, now + seconds);
    if (this.slot === 0) return;
    this.invocations += 1;
    this.provisionedInvocations += 1;
    this.provisionedSeconds += billed(seconds);
  }

  /** An invocation began on demand; `initSeconds` is the part of `seconds` that made a cold one longer. */
  ranOnDemand(now: number, seconds: number, initSeconds: number): void {
    this.running.add(now, now + seconds);
    if (this.slot === 0) return;
    this.invocations += 1;
    const billedSeconds = billed(seconds);
    this.onDemandSeconds += billedSeconds - initSeconds;
    this.initSeconds += initSeconds;
  }
}

function billed(seconds: number): number {
  return Math.ceil(seconds * 1000 - noMillisecond) / 1000;
}
