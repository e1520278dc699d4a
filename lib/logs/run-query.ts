import {
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { checkBudget, countScannedBytes } from "@/lib/aws/call-meter";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import {
  type InsightsQuery,
  insightsLimits,
  queryTable,
  type QueryUpdate,
  shownWhileRunning,
} from "@/lib/model/insights-query";
import { ProblemError } from "@/lib/model/problem";
import { queryProblem } from "./query-problem";

export interface QueryDeps {
  /** Aborted when nobody waits for the result any more: the query is stopped, so that it costs no more. */
  signal: AbortSignal;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** GetQueryResults answers 10 times a second for the whole account. */
const firstWaitMs = 200;
const longestWaitMs = 1_500;
/** The client has tried three times by then. */
const mostRefusals = 5;
const refusedWaitMs = 5_000;

/**
 * Runs a Logs Insights query to its end and tells how far it is; the last update has its result. What it scans is
 * counted as it goes. When the day's budget is spent, or nobody listens any more, the query is stopped.
 */
export async function runQuery(
  connection: Connection,
  query: InsightsQuery,
  emit: (update: QueryUpdate) => void,
  deps: QueryDeps,
): Promise<void> {
  const run = new Run(connection, await startQuery(connection, query));
  try {
    await run.follow(emit, deps);
  } catch (error) {
    await run.stop();
    throw error;
  }
  if (deps.signal.aborted) await run.stop();
}

async function startQuery(connection: Connection, query: InsightsQuery): Promise<string> {
  const { groups, text, span } = query;
  try {
    const { queryId } = await clientsFor(connection).logs.send(
      new StartQueryCommand({
        logGroupNames: groups,
        queryString: text,
        // In seconds, the last one included.
        startTime: Math.floor(span.startMs / 1000),
        endTime: Math.ceil(span.endMs / 1000),
        limit: insightsLimits.mostRows,
      }),
    );
    if (queryId) return queryId;
  } catch (error) {
    throw queryProblem(error, connection);
  }
  throw new ProblemError({
    kind: "unsupported",
    title: "Could not run the query",
    detail: `${connection.label} answered StartQuery without a queryId, so its result cannot be asked for.`,
  });
}

class Run {
  #countedBytes = 0;
  #isOver = false;

  constructor(
    readonly connection: Connection,
    readonly queryId: string,
  ) {}

  async follow(emit: (update: QueryUpdate) => void, { signal, wait }: QueryDeps): Promise<void> {
    let refusals = 0;
    for (
      let waitMs = firstWaitMs;
      !signal.aborted;
      waitMs = Math.min(longestWaitMs, waitMs * 1.5)
    ) {
      // The query goes on by itself while others of the account use up the rate of asking.
      const update = await this.#ask().catch((error: unknown) => {
        refusals += 1;
        if (problemFrom(error).kind !== "throttled" || refusals > mostRefusals) throw error;
        return undefined;
      });
      if (update) {
        refusals = 0;
        if (this.#isOver && update.status === "Failed")
          throw new ProblemError({
            kind: "unexpected",
            title: "The query failed",
            detail: "CloudWatch Logs could not finish it and does not say why.",
            action: "Run it again; a shorter time range or fewer log groups may help.",
          });
        emit(update);
        if (this.#isOver) return;
        checkBudget(this.connection);
      }
      await wait(update ? waitMs : refusedWaitMs, signal);
    }
  }

  /** Stops the query if it is still running, and counts what it has scanned until then. */
  async stop(): Promise<void> {
    if (this.#isOver) return;
    // What cannot be stopped ends by itself; the reason for stopping is what the user must see.
    await clientsFor(this.connection)
      .logs.send(new StopQueryCommand({ queryId: this.queryId }))
      .then(() => this.#ask())
      .catch(() => undefined);
  }

  async #ask(): Promise<QueryUpdate> {
    const answer = await attempt(this.connection, "read the query's result", () =>
      clientsFor(this.connection).logs.send(new GetQueryResultsCommand({ queryId: this.queryId })),
    );
    const update = shapeAnswer(answer);
    this.#isOver = !/^(Scheduled|Running|Unknown)$/.test(update.status);
    const bytes = update.statistics.bytesScanned ?? 0;
    countScannedBytes(this.connection.id, bytes - this.#countedBytes);
    this.#countedBytes = Math.max(this.#countedBytes, bytes);
    return update;
  }
}

function shapeAnswer(answer: GetQueryResultsCommandOutput): QueryUpdate {
  const { results = [], statistics = {}, nextToken } = answer;
  // An implementation that says nothing of a status has answered at once.
  const status = answer.status ?? "Complete";
  const isRunning = status === "Running" || status === "Scheduled";
  const shown = results.slice(0, isRunning ? shownWhileRunning : insightsLimits.mostRows);
  return {
    status,
    statistics: {
      recordsMatched: statistics.recordsMatched,
      recordsScanned: statistics.recordsScanned,
      bytesScanned: statistics.bytesScanned,
    },
    table: queryTable(shown),
    more: nextToken !== undefined || results.length > shown.length,
  };
}
