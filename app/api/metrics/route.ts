import { readComparedMetrics } from "@/lib/metrics/read-metrics";
import { mostCompared } from "@/lib/model/compared-metrics";
import { durationIds } from "@/lib/model/metric-specs";
import { refuse } from "@/lib/model/refuse";
import { handle } from "@/lib/server/handle";
import { groupsFrom, periodFrom, spanFrom } from "@/lib/server/query-values";

export const GET = handle(({ connection, query }) => {
  const nowMs = Date.now();
  const span = spanFrom(query);
  const names = [...new Set(query.getAll("function"))].filter((name) => name !== "");
  if (names.length === 0 || names.length > mostCompared)
    refuse("function", `Between 1 and ${mostCompared} functions can be compared.`);
  const groups = groupsFrom(query);
  const asked = query.getAll("duration");
  const durations = asked.length > 0 ? durationIds.filter((id) => asked.includes(id)) : undefined;
  return readComparedMetrics(
    connection,
    names.map((functionName) => ({ functionName, groups, durations })),
    { span, periodSeconds: periodFrom(query, span, nowMs) },
    nowMs,
  );
});
