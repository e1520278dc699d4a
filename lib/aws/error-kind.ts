/** The service's error code: the SDK's `name`, without a namespace in front. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const code = stringOf(error, "name") ?? stringOf(error, "Code") ?? stringOf(error, "code");
  return code?.split("#").at(-1);
}

/** The HTTP status of the answer an SDK error came from; undefined when there was no answer. */
export function httpStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const fromMetadata =
    "$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null
      ? numberOf(error.$metadata, "httpStatusCode")
      : undefined;
  if (fromMetadata !== undefined) return fromMetadata;
  return "$response" in error && typeof error.$response === "object" && error.$response !== null
    ? numberOf(error.$response, "statusCode")
    : undefined;
}

/** Whether the service threw the call back unread because of too many calls. */
export function isThrottle(error: unknown): boolean {
  const code = errorCode(error) ?? "";
  return (
    httpStatus(error) === 429 ||
    /^(TooManyRequests|Throttl|RequestLimitExceeded|RequestThrottled|SlowDown|BandwidthLimit|PriorRequestNotComplete|LimitExceededException$)/.test(
      code,
    )
  );
}

function stringOf(holder: object, key: string): string | undefined {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberOf(holder: object, key: string): number | undefined {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === "number" ? value : undefined;
}
