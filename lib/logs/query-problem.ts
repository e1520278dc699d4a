import { MalformedQueryException } from "@aws-sdk/client-cloudwatch-logs";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";

/** Why a query was not started: a mistake in its text comes with its place, too many at once with what to do. */
export function queryProblem(error: unknown, connection: Connection): ProblemError {
  const problem = problemFrom(error, { connection, action: "run the query" });
  if (error instanceof MalformedQueryException) {
    const { location, message } = error.queryCompileError ?? {};
    const from = location?.startCharOffset;
    const to = location?.endCharOffset;
    return new ProblemError(
      {
        ...problem,
        kind: "invalid",
        title: "The query has a mistake",
        detail: message || problem.detail,
        field: "query",
        ...(from !== undefined && { place: { from, to: to ?? from + 1 } }),
      },
      { cause: error },
    );
  }
  if (problem.code === "LimitExceededException")
    return new ProblemError(
      {
        ...problem,
        kind: "throttled",
        retryAfterSeconds: 5,
        action:
          "As many queries as the account may have are running. Run it again when one has ended.",
      },
      { cause: error },
    );
  return new ProblemError(problem, { cause: error });
}
