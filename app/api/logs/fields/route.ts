import { listLogFields } from "@/lib/logs/list-log-fields";
import { handle } from "@/lib/server/handle";
import { requiredFrom } from "@/lib/server/query-values";

/** `{fields}` that CloudWatch found in the newest events of `group=`. */
export const GET = handle(({ connection, query }) =>
  listLogFields(connection, requiredFrom(query, "group")),
);
