import type {
  GetQueryResultsRequest,
  GetQueryResultsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import type { QueryRuns } from "../insights/query-runs.ts";
import { invalidToken } from "../page.ts";

const rowsAtMost = 10_000;

/** What a query found so far, a page of it, and how far it is. */
export const getQueryResults =
  (queries: QueryRuns) =>
  (input: GetQueryResultsRequest, context: CallContext): GetQueryResultsResponse => {
    const run = queries.find(context.region, input.queryId ?? "");
    const start = input.nextToken === undefined ? 0 : readToken(input.nextToken);
    const end = start + (input.maxItems || rowsAtMost);
    const rows = run.results();
    return {
      queryLanguage: "CWLI",
      results: rows.slice(start, end),
      statistics: {
        ...run.statistics,
        estimatedRecordsSkipped: 0,
        estimatedBytesSkipped: 0,
      },
      status: run.status,
      nextToken: rows.length > end ? writeToken(end) : undefined,
    };
  };

function writeToken(start: number): string {
  return Buffer.from(`row ${start}`).toString("base64url");
}

function readToken(token: string): number {
  const found = /^row (\d+)$/.exec(Buffer.from(token, "base64url").toString());
  if (!found) throw invalidToken();
  return Number(found[1]);
}
