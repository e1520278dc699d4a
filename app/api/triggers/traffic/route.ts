import { parseRange, spanOf } from "@/lib/model/time-range";
import { handle } from "@/lib/server/handle";
import { readTraffic } from "@/lib/triggers/read-traffic";

export const GET = handle(({ connection, query }) => {
  const nowMs = Date.now();
  const span = spanOf(parseRange(query.get("range")), nowMs);
  return readTraffic(connection, query.getAll("subject"), span, nowMs);
});
