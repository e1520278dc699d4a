import { readLogRecord } from "@/lib/logs/read-log-record";
import { handle } from "@/lib/server/handle";
import { requiredFrom } from "@/lib/server/query-values";

/** `{fields}` of the event that `ptr=` (the `@ptr` of a query's row) points to. */
export const GET = handle(({ connection, query }) =>
  readLogRecord(connection, requiredFrom(query, "ptr")),
);
