import { readAccountMetrics } from "@/lib/functions/read-row-metrics";
import { parseRange, spanOf } from "@/lib/model/time-range";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, query }) => {
  const nowMs = Date.now();
  return readAccountMetrics(connection, spanOf(parseRange(query.get("range")), nowMs), nowMs);
});
