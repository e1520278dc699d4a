import type { StopQueryRequest, StopQueryResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../find-log-group.ts";
import type { QueryRuns } from "../insights/query-runs.ts";

/** Ends a running query; what it found until then can still be fetched. */
export const stopQuery =
  (queries: QueryRuns) =>
  (input: StopQueryRequest, context: CallContext): StopQueryResponse => {
    const id = input.queryId ?? "";
    if (!queries.stop(context.region, id))
      throw invalidParameter(
        `The query ${id} has ended already: its status is ${queries.find(context.region, id).status}.`,
      );
    return { success: true };
  };
