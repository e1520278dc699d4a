import type {
  DescribeQueriesRequest,
  DescribeQueriesResponse,
  ListLogGroupsForQueryRequest,
  ListLogGroupsForQueryResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import type { QueryRun, QueryRuns } from "../insights/query-runs.ts";
import { pageOf } from "../page.ts";

/** The queries that run or ran, the newest first. */
export const describeQueries =
  (queries: QueryRuns) =>
  (input: DescribeQueriesRequest, context: CallContext): DescribeQueriesResponse => {
    const { logGroupName, status, queryLanguage } = input;
    const wanted = queries
      .list(context.region)
      .filter(
        (run) =>
          (logGroupName === undefined || run.groups.some(({ name }) => name === logGroupName)) &&
          (status === undefined || run.status === status) &&
          (queryLanguage === undefined || queryLanguage === "CWLI"),
      );
    const page = pageOf(wanted, ({ id }) => id, input.nextToken, input.maxResults ?? 1_000);
    return {
      queries: page.items.map((run) => ({
        queryLanguage: "CWLI",
        queryId: run.id,
        queryString: sourceAndQuery(run),
        status: run.status,
        createTime: run.createdMs,
        logGroupName: run.groups[0]?.name,
      })),
      nextToken: page.nextToken,
    };
  };

/** The names of the groups that a query searches. */
export const listLogGroupsForQuery =
  (queries: QueryRuns) =>
  (input: ListLogGroupsForQueryRequest, context: CallContext): ListLogGroupsForQueryResponse => {
    const { groups } = queries.find(context.region, input.queryId ?? "");
    const names = groups.map(({ name }) => name);
    const page = pageOf(names, (name) => name, input.nextToken, input.maxResults ?? 50);
    return { logGroupIdentifiers: page.items, nextToken: page.nextToken };
  };

/** A query as AWS shows it: with its groups and its range of time in milliseconds. */
function sourceAndQuery({ groups, startSeconds, endSeconds, queryString }: QueryRun): string {
  const source = groups.map(({ name }) => JSON.stringify(name)).join(", ");
  return `SOURCE ${source} START=${startSeconds}000 END=${endSeconds}999 | ${queryString}`;
}
