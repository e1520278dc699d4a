import { ProblemError } from "@/lib/model/problem";
import type { TimeSpan } from "@/lib/model/time-range";

/** The span of time that `startMs=` and `endMs=` give. Throws a ProblemError for anything else. */
export function spanFrom(query: URLSearchParams): TimeSpan {
  const startMs = Number(query.get("startMs") ?? Number.NaN);
  const endMs = Number(query.get("endMs") ?? Number.NaN);
  if (
    Number.isSafeInteger(startMs) &&
    Number.isSafeInteger(endMs) &&
    startMs >= 0 &&
    startMs < endMs
  )
    return { startMs, endMs };
  throw new ProblemError({
    kind: "invalid",
    title: "The time range cannot be used",
    detail: "startMs and endMs are milliseconds since 1970, and the end is after the start.",
    field: "startMs",
  });
}

/** A value the query must have. */
export function requiredFrom(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value) return value;
  throw new ProblemError({
    kind: "invalid",
    title: "The request is not complete",
    detail: `It needs ${name}=.`,
    field: name,
  });
}
