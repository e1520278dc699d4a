import { readAlarmHistory } from "@/lib/alarms/read-alarm-history";
import { handle } from "@/lib/server/handle";
import { requiredFrom } from "@/lib/server/query-values";

export const GET = handle(({ connection, query }) =>
  readAlarmHistory(connection, requiredFrom(query, "alarm")),
);
