/**
 * What each `Reason` of a TooManyRequestsException says about an invocation that was refused with HTTP 429.
 * The names are the enum of the Lambda API.
 */
const reasons: Record<string, { because: string; remedy: string }> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: {
    because: "All of the function's reserved concurrency is in use, or it is set to 0.",
    remedy: "Wait for running invocations to end, or raise the reserved concurrency.",
  },
  ConcurrentInvocationLimitExceeded: {
    because: "The account's unreserved concurrency is used up by other functions.",
    remedy: "Wait, reserve concurrency for this function, or raise the account's limit.",
  },
  ReservedFunctionInvocationRateLimitExceeded: {
    because: "More than 10 requests per second for each unit of reserved concurrency arrived.",
    remedy: "Send fewer requests per second, or raise the reserved concurrency.",
  },
  FunctionInvocationRateLimitExceeded: {
    because: "The function cannot start environments, or take requests, as fast as these arrive.",
    remedy: "Send requests more evenly; a function gains 1,000 environments every 10 seconds.",
  },
  CallerRateLimitExceeded: {
    because: "This caller sends more requests per second than the API allows.",
    remedy: "Wait a moment, then try again.",
  },
  ConcurrentSnapshotCreateLimitExceeded: {
    because: "Too many SnapStart snapshots are being made at this moment.",
    remedy: "Wait a moment, then try again.",
  },
};

/** Plain words for a throttle reason; undefined for one that is not known. */
export function explainThrottle(
  reason: string | undefined,
): { because: string; remedy: string } | undefined {
  return reason !== undefined && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
}
