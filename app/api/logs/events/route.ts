import { readNewestLogEvents } from "@/lib/logs/read-log-events";
import { handle } from "@/lib/server/handle";
import { requiredFrom, spanFrom } from "@/lib/server/query-values";

const mostEvents = 10_000;

export const GET = handle(({ connection, query }) =>
  readNewestLogEvents(connection, {
    logGroup: requiredFrom(query, "group"),
    span: spanFrom(query),
    pattern: query.get("pattern") || undefined,
    functionName: query.get("function") || undefined,
    limit: Math.min(mostEvents, Number(query.get("limit")) || 1_000),
  }),
);
