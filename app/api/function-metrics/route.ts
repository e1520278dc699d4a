import { readRowMetrics } from "@/lib/functions/read-row-metrics";
import { parseRange, spanOf } from "@/lib/model/time-range";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, query }) => {
  const nowMs = Date.now();
  const span = spanOf(parseRange(query.get("range")), nowMs);
  return readRowMetrics(connection, query.getAll("name").slice(0, 200), span, nowMs);
});
