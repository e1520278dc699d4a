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

/** When the service said that it may be asked again; 1 second when it did not say. */
export function retryAfterSeconds(error: unknown): number {
  if (typeof error !== "object" || error === null) return 1;
  const response: unknown = Reflect.get(error, "$response");
  const headers: unknown =
    typeof response === "object" && response !== null
      ? Reflect.get(response, "headers")
      : undefined;
  const header =
    typeof headers === "object" && headers !== null ? stringOf(headers, "retry-after") : undefined;
  const seconds = Number(stringOf(error, "retryAfterSeconds") ?? header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : 1;
}

/** The start of what a service answered instead of a result, as plain text; undefined without an answer. */
export function answerText(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const response: unknown = Reflect.get(error, "$response");
  if (typeof response !== "object" || response === null) return undefined;
  const kept: unknown = Reflect.get(response, "body");
  const body = kept instanceof Uint8Array ? new TextDecoder().decode(kept) : kept;
  if (typeof body !== "string") return undefined;
  const text = body
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
