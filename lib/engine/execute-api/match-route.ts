import { decoded } from "../function-urls/request-parts.ts";

/** The route that a request took. */
export interface MatchedRoute {
  /** `GET /pets/{id}`, `$default`. */
  routeKey: string;
  /** `/pets/{id}`; of HTTP APIs' default route `$default`. */
  resourcePath: string;
  resourceId?: string;
  pathParameters?: Readonly<Record<string, string>> | undefined;
}

interface Candidate {
  method: string;
  segments: readonly string[];
}

/** What the segments of a path give to the variables of a route; undefined where they do not fit. */
export function fitSegments(
  wanted: readonly string[],
  given: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(segment) ?? [];
    if (name !== undefined && greedy === "+") {
      const rest = given.slice(i).join("/");
      if (rest === "") return undefined;
      parameters[name] = rest;
      return parameters;
    }
    const value = given[i];
    if (value === undefined || value === "") {
      // The root has one empty segment.
      if (segment !== "" || value === undefined) return undefined;
    } else if (name === undefined) {
      if (value !== segment && decoded(value) !== segment) return undefined;
    } else parameters[name] = value;
  }
  return wanted.length === given.length ? parameters : undefined;
}

/** The most specific first: words before variables before greedy ones, place by place; a method before ANY. */
export function bySpecificity(one: Candidate, other: Candidate): number {
  const length = Math.max(one.segments.length, other.segments.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(one.segments[i]) - rank(other.segments[i]);
    if (difference !== 0) return difference;
  }
  return Number(one.method === "ANY") - Number(other.method === "ANY");
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  if (!segment.startsWith("{")) return 0;
  return segment.endsWith("+}") ? 2 : 1;
}
