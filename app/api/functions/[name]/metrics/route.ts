import { readFunctionMetrics } from "@/lib/metrics/read-metrics";
import { durationIds } from "@/lib/model/metric-specs";
import { handle } from "@/lib/server/handle";
import { groupsFrom, periodFrom, spanFrom } from "@/lib/server/query-values";

/** Of one function; each costs seven metrics. */
const mostMappings = 20;
/** An alias shares its calls between two. */
const mostVersions = 2;

export const GET = handle(({ connection, params, query }) => {
  const nowMs = Date.now();
  const span = spanFrom(query);
  const mappings = query.getAll("mapping").slice(0, mostMappings);
  const executedVersions = query.getAll("version").slice(0, mostVersions);
  const durations = query.getAll("duration");
  return readFunctionMetrics(
    connection,
    {
      functionName: params.name ?? "",
      qualifier: query.get("qualifier") || undefined,
      groups:
        mappings.length + executedVersions.length > 0 && !query.has("group")
          ? []
          : groupsFrom(query),
      durations:
        durations.length > 0 ? durationIds.filter((id) => durations.includes(id)) : undefined,
      mappings,
      executedVersions,
    },
    { span, periodSeconds: periodFrom(query, span, nowMs) },
    nowMs,
  );
});
