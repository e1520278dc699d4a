import type { WireRequest } from "../http/codec.ts";
import { ServiceError } from "../http/service.ts";
import { badDigest, readMd5 } from "./receive-object.ts";
import { createHash } from "node:crypto";

const longestLifetimeSeconds = 604_800;

/**
 * What S3 asks of a request before it looks at it: a signature of some kind (they are not checked), an address that
 * has not expired, and a body that is what its `Content-MD5` says. Throws AccessDenied and its kin.
 */
export function admitRequest({ query, headers, body, stream }: WireRequest, nowMs: number): void {
  if (query.has("X-Amz-Expires")) checkExpiry(query, nowMs);
  else if (query.has("Signature") && query.has("Expires"))
    checkExpired(Number(query.get("Expires")) * 1000, nowMs, {});
  else if (headers.authorization === undefined && !query.has("X-Amz-Signature"))
    throw new ServiceError("AccessDenied", "Access Denied", 403);
  const md5 = headers["content-md5"];
  if (stream || typeof md5 !== "string" || body.length === 0) return;
  if (readMd5(md5) !== createHash("md5").update(body).digest("hex")) throw badDigest("Content-MD5");
}

function checkExpiry(query: URLSearchParams, nowMs: number): void {
  const seconds = Number(query.get("X-Amz-Expires"));
  const problem = (message: string) =>
    new ServiceError("AuthorizationQueryParametersError", message, 400);
  if (!Number.isInteger(seconds)) throw problem("X-Amz-Expires should be a number");
  if (seconds < 0) throw problem("X-Amz-Expires must be non-negative");
  if (seconds > longestLifetimeSeconds)
    throw problem(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "");
  if (!date)
    throw problem("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const [, year, month, day, hour, minute, second] = date.map(Number) as number[];
  const startMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  checkExpired(startMs + seconds * 1000, nowMs, { "X-Amz-Expires": seconds });
}

function checkExpired(expiresMs: number, nowMs: number, fields: object): void {
  if (nowMs <= expiresMs) return;
  throw new ServiceError("AccessDenied", "Request has expired", 403, {
    ...fields,
    Expires: new Date(expiresMs).toISOString().replace(".000Z", "Z"),
    ServerTime: new Date(nowMs).toISOString().replace(/\.\d+Z$/, "Z"),
  });
}
