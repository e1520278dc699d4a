import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import { clientsFor } from "./clients";
import { allOf } from "./pages";

export interface MetricAnswers {
  /** Datapoints by query id, in any order; none for a query that CloudWatch did not answer. */
  points: Map<string, { timeMs: number; value: number }[]>;
  /** What CloudWatch said beside the data. */
  messages: Set<string>;
  /** Names the metrics that were not answered. */
  problems: Problem[];
  /** How many calls it took: one, and one more for each further page. */
  calls: number;
}

/**
 * Asks for up to 500 metrics in one GetMetricData (more where CloudWatch pages). A query without datapoints is
 * answered with an empty list; one whose result is missing or failed is not answered, which is no zero.
 */
export async function readMetricData(
  connection: Connection,
  input: Omit<GetMetricDataCommandInput, "NextToken">,
): Promise<MetricAnswers> {
  const messages = new Set<string>();
  let calls = 0;
  const results = await allOf<MetricDataResult>(
    async (NextToken) => {
      calls += 1;
      const page = await clientsFor(connection).cloudwatch.send(
        new GetMetricDataCommand({ ...input, NextToken }),
      );
      for (const { Value } of page.Messages ?? []) if (Value) messages.add(Value);
      return { items: page.MetricDataResults, next: page.NextToken };
    },
    () => messages.add("CloudWatch gave page after page; the figures may not be complete."),
  );
  const points: MetricAnswers["points"] = new Map();
  for (const { Id = "", Timestamps = [], Values = [], StatusCode } of results) {
    if (StatusCode === "InternalError" || StatusCode === "Forbidden") continue;
    const known = points.get(Id) ?? [];
    Timestamps.forEach((time, index) => {
      const value = Values[index];
      if (value !== undefined) known.push({ timeMs: time.getTime(), value });
    });
    points.set(Id, known);
  }
  const missing = (input.MetricDataQueries ?? []).filter(({ Id = "" }) => !points.has(Id));
  return {
    points,
    messages,
    problems: missing.length > 0 ? [notAnswered(connection, missing)] : [],
    calls,
  };
}

function notAnswered({ label }: Connection, queries: readonly MetricDataQuery[]): Problem {
  const names = new Set(queries.map(({ MetricStat }) => MetricStat?.Metric?.MetricName ?? "?"));
  return {
    kind: "unsupported",
    title: "Some metrics are missing",
    detail: `${label} gave no result for ${[...names].join(", ")}.`,
  };
}
