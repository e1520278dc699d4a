import type { IncomingMessage } from "node:http";
import type { CORSRule } from "@aws-sdk/client-s3";
import type { CrossOrigin } from "../http/admit-request.ts";
import { readBucketAddress } from "../http/bucket-address.ts";
import { readCredentialScope } from "../http/credential-scope.ts";
import { ServiceError } from "../http/service.ts";
import type { BucketStore } from "./bucket-store.ts";
import { findCorsRule } from "./cors-rules.ts";

/**
 * What a bucket's CORS rules say about the request of a web page: the whole answer to its preflight, or the headers
 * that go with any other answer. Undefined where no rule lets the page in, and for requests that are not S3's.
 */
export const crossOrigin =
  (buckets: BucketStore) =>
  (request: IncomingMessage): CrossOrigin | undefined => {
    const { origin } = request.headers;
    if (origin === undefined) return undefined;
    const preflight = request.method === "OPTIONS";
    const rules = rulesFor(buckets, request, preflight);
    if (!rules) return undefined;
    const asked = request.headers["access-control-request-headers"] ?? "";
    const rule = findCorsRule(rules, {
      origin,
      method: preflight
        ? (request.headers["access-control-request-method"] ?? "")
        : (request.method ?? ""),
      headers: preflight ? asked.split(/\s*,\s*/).filter(Boolean) : [],
    });
    if (!rule) return undefined;
    const headers = corsHeaders(rule, origin, preflight ? asked : "");
    return preflight ? { headers, preflight: { status: 200, headers, body: "" } } : { headers };
  };

/** A preflight is not signed: in path style, its path tells the bucket. */
function rulesFor(
  buckets: BucketStore,
  request: IncomingMessage,
  preflight: boolean,
): readonly CORSRule[] | undefined {
  const [path = "/", search = ""] = (request.url ?? "/").split("?");
  const query = new URLSearchParams(search);
  const { service } = readCredentialScope(request.headers.authorization, query);
  try {
    const address = readBucketAddress(path, query, request.headers, preflight ? "s3" : service);
    return buckets.get(address?.bucket ?? "")?.corsRules;
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function corsHeaders(rule: CORSRule, origin: string, askedHeaders: string): Record<string, string> {
  const any = rule.AllowedOrigins?.includes("*") === true;
  return {
    "access-control-allow-origin": any ? "*" : origin,
    "access-control-allow-methods": (rule.AllowedMethods ?? []).join(", "),
    ...(askedHeaders && { "access-control-allow-headers": askedHeaders.toLowerCase() }),
    ...(rule.ExposeHeaders?.length && {
      "access-control-expose-headers": rule.ExposeHeaders.join(", "),
    }),
    ...(rule.MaxAgeSeconds !== undefined && {
      "access-control-max-age": String(rule.MaxAgeSeconds),
    }),
    ...(!any && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
