import { type MetricGroup, metricGroups } from "@/lib/model/metric-specs";
import { ProblemError } from "@/lib/model/problem";
import { periodChoices, periodSecondsFor, stepLabel, type TimeSpan } from "@/lib/model/time-range";

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

/** A whole number of the query, or `otherwise` where it is left out. Throws a ProblemError for anything else. */
export function countFrom(
  query: URLSearchParams,
  name: string,
  {
    least = 0,
    most = Number.MAX_SAFE_INTEGER,
    otherwise,
  }: { least?: number; most?: number; otherwise?: number } = {},
): number {
  const text = query.get(name);
  if (text === null && otherwise !== undefined) return otherwise;
  const count = text && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new ProblemError({
    kind: "invalid",
    title: "The request cannot be read",
    detail:
      most === Number.MAX_SAFE_INTEGER
        ? `${name} is a whole number from ${least} on.`
        : `${name} is a whole number from ${least} to ${most}.`,
    field: name,
  });
}

const longestPattern = 1_024;

/** Which log events a query is about: `group=`, `pattern=`, `stream=`, and `function=` in a group that several share. */
export function logsFrom(query: URLSearchParams): {
  logGroup: string;
  pattern?: string;
  functionName?: string;
  stream?: string;
} {
  const pattern = query.get("pattern") || undefined;
  if (pattern && pattern.length > longestPattern)
    throw new ProblemError({
      kind: "invalid",
      title: "The filter pattern is too long",
      detail: `CloudWatch takes up to ${longestPattern} characters; this one has ${pattern.length}.`,
      field: "pattern",
    });
  return {
    logGroup: requiredFrom(query, "group"),
    pattern,
    functionName: query.get("function") || undefined,
    stream: query.get("stream") || undefined,
  };
}

/** The step that `periodSeconds=` asks for, else the one that suits the span. */
export function periodFrom(query: URLSearchParams, span: TimeSpan, nowMs: number): number {
  const asked = query.get("periodSeconds");
  if (asked === null || asked === "") return periodSecondsFor(span, nowMs);
  const choices = periodChoices(span, nowMs);
  const period = choices.find((choice) => choice === Number(asked));
  if (period !== undefined) return period;
  throw new ProblemError({
    kind: "invalid",
    title: "This step cannot be used",
    detail: `For this time range periodSeconds is one of ${choices.join(", ")} (${stepLabel(choices[0] ?? 60)} to ${stepLabel(choices.at(-1) ?? 60)}).`,
    field: "periodSeconds",
  });
}

/** The groups of series that `group=` names; without any those that every function has. */
export function groupsFrom(query: URLSearchParams): MetricGroup[] {
  const asked = query.getAll("group");
  if (asked.length === 0) return ["base", "duration"];
  const unknown = asked.find((name) => !metricGroups.some((group) => group === name));
  if (unknown === undefined) return metricGroups.filter((group) => asked.includes(group));
  throw new ProblemError({
    kind: "invalid",
    title: "There is no such group of metrics",
    detail: `group is one or more of ${metricGroups.join(", ")}.`,
    field: "group",
  });
}
