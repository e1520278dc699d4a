import type { Connection } from "./connection";
import type { ApiRoute } from "./push-triggers";

/**
 * Where a stage of an API answers, without a slash at the end; undefined for an API that is deployed nowhere. A REST API
 * does not tell its address, but it is made of what is known. Source: "Invoke REST APIs in API Gateway".
 */
export function stageAddress(
  { endpoint, region }: Pick<Connection, "endpoint" | "region">,
  { protocol, apiId, stages: [stage], endpoint: told }: ApiRoute,
): string | undefined {
  if (stage === undefined) return undefined;
  const local = endpoint === undefined ? undefined : new URL(endpoint);
  const made = local
    ? `${local.protocol}//${apiId}.execute-api.${region}.localhost:${local.port}`
    : `https://${apiId}.execute-api.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const base = (told ?? made)
    .replace(/\/$/, "")
    .replace(/^http/, protocol === "WEBSOCKET" ? "ws" : "http");
  return stage === "$default" ? base : `${base}/${stage}`;
}

/** A route's own address: of a WebSocket API that of the connection, which messages of all routes share. */
export function routeAddress(
  connection: Pick<Connection, "endpoint" | "region">,
  route: ApiRoute,
): string | undefined {
  const stage = stageAddress(connection, route);
  const [, path = ""] = route.route.split(" ");
  return stage === undefined || route.protocol === "WEBSOCKET" ? stage : `${stage}${path || "/"}`;
}

/** Whether a browser gets there by its address alone: by GET, and with nothing to fill in. */
export function isOpenable({ protocol, route }: ApiRoute): boolean {
  return protocol !== "WEBSOCKET" && /^(\$default|(GET|ANY) [^{]*)$/.test(route);
}
