import type { IncomingMessage } from "node:http";
import type { Cors } from "@aws-sdk/client-lambda";

export type Headers = readonly (readonly [name: string, value: string])[];

/**
 * The headers that answer a preflight, or undefined when the request is none. AWS answers every preflight of
 * a URL with CORS settings itself, one that is not allowed with 200 and no permission; without settings the
 * function gets it.
 */
export function answerPreflight(
  request: IncomingMessage,
  cors: Cors | undefined,
): Headers | undefined {
  const { headers } = request;
  const method = headers["access-control-request-method"];
  if (!cors || request.method !== "OPTIONS" || !headers.origin || !method) return undefined;
  const asked = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const origin = allowedOrigin(headers.origin, cors);
  const methodAllowed = includes(cors.AllowMethods, method);
  const allowedHeaders = cors.AllowHeaders?.map((name) => name.toLowerCase());
  if (!origin || !methodAllowed || !asked.every((name) => includes(allowedHeaders, name)))
    return [];
  return [
    ...originHeaders(origin, cors),
    ["Access-Control-Allow-Methods", cors.AllowMethods?.join(",") ?? ""],
    ...(cors.AllowHeaders?.length
      ? [["Access-Control-Allow-Headers", cors.AllowHeaders.join(",")] as const]
      : []),
    ...(cors.MaxAge === undefined
      ? []
      : [["Access-Control-Max-Age", String(cors.MaxAge)] as const]),
  ];
}

/** What the settings add to an answer of the function; its own headers of these names stay beside them. */
export function corsHeaders(request: IncomingMessage, cors: Cors | undefined): Headers {
  const origin = cors && allowedOrigin(request.headers.origin, cors);
  if (!cors || !origin) return [];
  const exposed = cors.ExposeHeaders?.join(",");
  return [
    ...originHeaders(origin, cors),
    ...(exposed ? [["Access-Control-Expose-Headers", exposed] as const] : []),
  ];
}

function originHeaders(origin: string, cors: Cors): Headers {
  return [
    ["Access-Control-Allow-Origin", origin],
    ...(origin === "*" ? [] : [["Vary", "Origin"] as const]),
    ...(cors.AllowCredentials ? [["Access-Control-Allow-Credentials", "true"] as const] : []),
  ];
}

/** A wildcard is answered with the origin itself where credentials are allowed: browsers want it so. */
function allowedOrigin(origin: string | undefined, cors: Cors): string | undefined {
  if (!origin) return undefined;
  if (cors.AllowOrigins?.includes("*")) return cors.AllowCredentials ? origin : "*";
  return cors.AllowOrigins?.includes(origin) ? origin : undefined;
}

function includes(allowed: readonly string[] | undefined, wanted: string): boolean {
  return allowed !== undefined && (allowed.includes("*") || allowed.includes(wanted));
}
