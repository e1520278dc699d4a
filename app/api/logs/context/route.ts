import { readLineContext } from "@/lib/logs/read-line-context";
import { handle } from "@/lib/server/handle";
import { countFrom, requiredFrom } from "@/lib/server/query-values";

const mostLines = { least: 0, most: 1_000, otherwise: 10 };

/** What stands before and after one line in its stream. */
export const GET = handle(({ connection, query }) =>
  readLineContext(connection, {
    logGroup: requiredFrom(query, "group"),
    stream: requiredFrom(query, "stream"),
    timestampMs: countFrom(query, "timestampMs"),
    before: countFrom(query, "before", mostLines),
    after: countFrom(query, "after", mostLines),
  }),
);
