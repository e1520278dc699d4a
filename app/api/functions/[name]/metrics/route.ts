import { readFunctionMetrics } from "@/lib/metrics/read-function-metrics";
import { handle } from "@/lib/server/handle";
import { spanFrom } from "@/lib/server/query-values";

export const GET = handle(({ connection, params, query }) =>
  readFunctionMetrics(
    connection,
    {
      functionName: params.name ?? "",
      qualifier: query.get("qualifier") || undefined,
      span: spanFrom(query),
      provisioned: query.get("provisioned") === "true",
    },
    Date.now(),
  ),
);
