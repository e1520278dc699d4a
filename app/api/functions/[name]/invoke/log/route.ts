import { z } from "zod";
import { readInvocationLog } from "@/lib/invocations/read-invocation-log";
import { handle } from "@/lib/server/handle";
import { parseQuery } from "@/lib/server/parse-query";

const logQuery = z.object({
  group: z.string().min(1).max(512),
  request: z
    .string()
    .regex(/^[\w-]{1,128}$/, "A request id has letters, digits and hyphens, 128 at most."),
  sentMs: z.coerce.number().int("Milliseconds since 1970.").nonnegative("Milliseconds since 1970."),
});

/** All that was logged about one request since `sentMs`: `{attempts, hasGroup}`. */
export const GET = handle(({ connection, query }) => {
  const { group, request, sentMs } = parseQuery(query, logQuery);
  return readInvocationLog(connection, { logGroup: group, requestId: request, sentMs });
});
