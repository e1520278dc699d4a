import { attempt } from "@/lib/aws/attempt";
import { readMetricData } from "@/lib/aws/metric-data";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { readAccountConcurrency } from "./read-account-concurrency";

export interface Account extends Partial<AccountConcurrency> {
  /** The highest concurrency of all functions together in the newest minutes; absent: not known. */
  currentConcurrency?: number;
  /** The highest of the last 24 hours; absent: not known. */
  peakConcurrency?: number;
  /** What could not be read, and why. */
  problems: Problem[];
}

const dayMs = 24 * 3_600_000;
const periodSeconds = 300;
/** The newest step may lack its datapoint for a few minutes; the one before says what is going on. */
const newestMs = 3 * periodSeconds * 1000;

/**
 * The account's pool in this region and how much of it is in use. One metric is asked for. Throws a ProblemError
 * when neither can be read.
 */
export async function readAccount(connection: Connection, nowMs = Date.now()): Promise<Account> {
  const problems: Problem[] = [];
  const tolerated = <T>(action: string, read: () => Promise<T>): Promise<T | undefined> =>
    attempt(connection, action, read).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(error.problem);
      return undefined;
    });
  const [pool, use] = await Promise.all([
    tolerated("read the account's limits", () => readAccountConcurrency(connection)),
    tolerated("read the concurrency in use", () => readUse(connection, nowMs)),
  ]);
  const [first, second] = problems;
  if (first && second) throw new ProblemError(first);
  return { ...pool, ...use, problems: [...problems, ...(use?.problems ?? [])] };
}

/** AWS has no datapoint for minutes in which nothing ran. */
async function readUse(connection: Connection, nowMs: number) {
  const stepMs = periodSeconds * 1000;
  const { points, problems } = await readMetricData(
    connection,
    {
      StartTime: new Date(Math.floor((nowMs - dayMs) / stepMs) * stepMs),
      EndTime: new Date(nowMs),
      MetricDataQueries: [
        {
          Id: "concurrency",
          MetricStat: {
            Metric: { Namespace: "AWS/Lambda", MetricName: "ConcurrentExecutions" },
            Period: periodSeconds,
            Stat: "Maximum",
          },
        },
      ],
    },
    nowMs,
  );
  const known = points.get("concurrency");
  if (!known) return { problems };
  const newest = known.reduce((found, point) => (point.timeMs > found.timeMs ? point : found), {
    timeMs: nowMs - newestMs,
    value: 0,
  });
  return {
    currentConcurrency: newest.value,
    peakConcurrency: Math.max(0, ...known.map(({ value }) => value)),
    problems,
  };
}
