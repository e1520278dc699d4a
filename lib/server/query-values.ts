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
