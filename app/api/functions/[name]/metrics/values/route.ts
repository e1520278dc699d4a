import { alarmSubjectBody } from "@/lib/alarms/alarm-body";
import { readSubjectValues } from "@/lib/metrics/read-subject-values";
import { handle } from "@/lib/server/handle";
import { parseWith } from "@/lib/server/parse-query";
import { requiredFrom, spanFrom } from "@/lib/server/query-values";

export const GET = handle(({ connection, params, query }) =>
  readSubjectValues(
    connection,
    {
      functionName: params.name!,
      qualifier: query.get("qualifier") || undefined,
      subject: parseWith(
        alarmSubjectBody,
        requiredFrom(query, "subject"),
        "There is no such series",
      ),
      statistic: query.get("statistic") || undefined,
    },
    { span: spanFrom(query), periodSeconds: Number(requiredFrom(query, "periodSeconds")) },
    Date.now(),
  ),
);
