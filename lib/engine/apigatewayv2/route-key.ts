import type { ApiRecord } from "./api.ts";
import { badRequest, conflict } from "./errors.ts";

export interface HttpRouteKey {
  /** `ANY` fits every method. */
  method: string;
  /** Between the slashes of the path. */
  segments: readonly string[];
}

const methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const variable = /^\{[\w.:-]+\+?\}$/;

/** `GET /pets/{id}`; undefined for `$default`. Throws BadRequestException for what is neither. */
export function readRouteKey(routeKey: string): HttpRouteKey | undefined {
  if (routeKey === "$default") return undefined;
  const [, method = "", path = ""] = /^(\S+) (\/\S*)$/.exec(routeKey) ?? [];
  if (!methods.includes(method))
    throw badRequest(
      "The provided route key is not formatted properly for HTTP protocol. Format should be '<HTTP METHOD> /<RESOURCE PATH>' or '$default'",
    );
  const segments = segmentsOf(path);
  segments.forEach((segment, i) => {
    const greedy = segment.endsWith("+}");
    if (/[{}]/.test(segment) && !variable.test(segment))
      throw badRequest(
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
      );
    if (greedy && i < segments.length - 1)
      throw badRequest("Greedy path variables are only allowed at the end of a route key.");
  });
  return { method, segments };
}

/** Throws when the API cannot have a route of this key: it has one, or its variables would be ambiguous. */
export function checkRouteKey(api: ApiRecord, routeKey: string, ownId?: string): void {
  const others = Object.values(api.routes).filter(({ RouteId }) => RouteId !== ownId);
  if (others.some((route) => route.RouteKey === routeKey))
    throw conflict(`Route with key ${routeKey} already exists for this API`);
  if (api.settings.ProtocolType === "WEBSOCKET") {
    if (routeKey === "") throw badRequest("RouteKey must not be empty");
    return;
  }
  const key = readRouteKey(routeKey);
  if (!key) return;
  for (const other of others)
    if (conflicts(key, readRouteKey(other.RouteKey)))
      throw conflict(
        `The provided route key "${routeKey}" has a conflicting variable on the same hierarchical level as "${other.RouteKey}"`,
      );
}

/** Whether two keys of a method lead through variables of different names at the same place. */
function conflicts(one: HttpRouteKey, other: HttpRouteKey | undefined): boolean {
  if (!other || one.method !== other.method) return false;
  for (const [i, segment] of one.segments.entries()) {
    const beside = other.segments[i];
    if (beside === segment) continue;
    const plain = (text = "") => variable.test(text) && !text.endsWith("+}");
    return plain(segment) && plain(beside);
  }
  return false;
}

export const segmentsOf = (path: string): string[] =>
  path.split("/").filter((segment, i) => i > 0 || segment !== "");
