import { describeLogGroup, listLogGroups } from "@/lib/logs/describe-log-group";
import { handle } from "@/lib/server/handle";

/** All groups (`prefix=` narrows them), or the one of exactly `name=` as `{group}`, null when there is none. */
export const GET = handle(async ({ connection, query }) => {
  const name = query.get("name");
  if (name) return { group: (await describeLogGroup(connection, name)) ?? null };
  return listLogGroups(connection, query.get("prefix") ?? undefined);
});
