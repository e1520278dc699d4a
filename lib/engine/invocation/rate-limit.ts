import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";

/** Lets `perSecond` things happen a second, at most `capacity` at once; unused ones do not add up beyond that. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(
    private readonly clock: Clock,
    readonly capacity: number,
    private readonly perSecond: number,
  ) {
    this.#tokens = capacity;
    this.#filledAtMs = clock.now();
  }

  take(): boolean {
    const nowMs = this.clock.now();
    const gained = ((nowMs - this.#filledAtMs) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.capacity, this.#tokens + gained);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** AWS's names of the limit that refused an invocation (API model, ThrottleReason). */
export type ThrottleReason =
  | "ConcurrentInvocationLimitExceeded"
  | "FunctionInvocationRateLimitExceeded"
  | "ReservedFunctionConcurrentInvocationLimitExceeded"
  | "ReservedFunctionInvocationRateLimitExceeded";

export function rateExceeded(reason: ThrottleReason): ServiceError {
  return new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429, {
    Reason: reason,
    Type: "User",
    retryAfterSeconds: "1",
  });
}
