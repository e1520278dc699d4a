import type { StartQueryRequest, StartQueryResponse } from "@aws-sdk/client-cloudwatch-logs";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidParameter, readLogGroupIdentifier } from "../find-log-group.ts";
import type { LogGroup } from "../group-table.ts";
import type { QueryRuns } from "../insights/query-runs.ts";
import type { LogStore } from "../log-store.ts";

const groupsAtMost = 50;

/** Starts a Logs Insights query over one group or several; its results are fetched by its id. */
export const startQuery =
  (store: LogStore, queries: QueryRuns) =>
  (input: StartQueryRequest, context: CallContext): StartQueryResponse => {
    refuseFields(
      "InvalidParameterException",
      { queryLanguage: input.queryLanguage === "CWLI" ? undefined : input.queryLanguage },
      { queryLanguage: "it reads Logs Insights' own language (CWLI) only." },
    );
    const { startTime: startSeconds = 0, endTime: endSeconds = 0, limit } = input;
    if (endSeconds < startSeconds)
      throw invalidParameter("The start time of a query must not be after its end time.");
    const { region, accountId } = context;
    const run = queries.start({
      region,
      accountId,
      groups: findGroups(store, input, context),
      queryString: input.queryString ?? "",
      startSeconds,
      endSeconds,
      limit,
    });
    return { queryId: run.id };
  };

function findGroups(
  store: LogStore,
  { logGroupName, logGroupNames, logGroupIdentifiers }: StartQueryRequest,
  context: CallContext,
): LogGroup[] {
  const named = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (names) => names !== undefined,
  );
  const [names] = named;
  if (named.length !== 1 || !names || names.length === 0)
    throw invalidParameter(
      "A query needs exactly one of logGroupName, logGroupNames and logGroupIdentifiers.",
    );
  if (names.length > groupsAtMost)
    throw invalidParameter(`A query can search ${groupsAtMost} log groups at most.`);
  return [...new Set(names)].map((identifier) => {
    const [region, name] = readLogGroupIdentifier(identifier, context);
    const group = store.groups.find(region, name);
    if (!group)
      throw new ServiceError(
        "ResourceNotFoundException",
        `Log group '${name}' does not exist for account ID '${context.accountId}' (Service: AWSLogs; Status Code: 400; ` +
          `Error Code: ResourceNotFoundException; Request ID: ${context.requestId}; Proxy: null)`,
        400,
      );
    return group;
  });
}
