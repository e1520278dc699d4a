import { readNewestLogEvents } from "@/lib/logs/read-log-events";
import { handle } from "@/lib/server/handle";
import { countFrom, logsFrom, spanFrom } from "@/lib/server/query-values";

export const GET = handle(({ connection, query }) =>
  readNewestLogEvents(connection, {
    ...logsFrom(query),
    span: spanFrom(query),
    limit: countFrom(query, "limit", { least: 1, most: 10_000, otherwise: 1_000 }),
  }),
);
