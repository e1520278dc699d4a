import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { isStreamOf, ownLogGroup } from "@/lib/model/log-group";
import type { Problem } from "@/lib/model/problem";
import { parseReport } from "@/lib/model/report-line";
import type { FunctionTraffic } from "@/lib/model/traffic";
import { keepFigures, readFigure } from "@/lib/store/traffic-cache";

type InitTimes = NonNullable<FunctionTraffic["init"]>;

const dayMs = 86_400_000;
const kind = "init";
/** FilterLogEvents answers about five times a second; many pages hold nothing. */
const mostPages = 5;
const enoughSamples = 200;
/** The quoted words are in the text lines, the other in the JSON ones. */
const pattern = '?"Init Duration" ?initDurationMs';

/**
 * Init times of cold starts from the newest day's REPORT lines, kept for a day: one call to Lambda for the log
 * group's name and up to five to the logs for each function. What cannot be read is a problem, not an error.
 */
export async function readInitTimes(
  connection: Connection,
  names: readonly string[],
  nowMs: number,
): Promise<{ times: Map<string, InitTimes | null>; calls: number; problems: Problem[] }> {
  const times = new Map<string, InitTimes | null>();
  const read = new Map<string, InitTimes | null>();
  const problems = new Map<string, Problem>();
  let calls = 0;
  for (const name of names) {
    const kept =
      connection.kind === "local"
        ? undefined
        : (readFigure(connection.id, name, kind, nowMs - dayMs) as InitTimes | null | undefined);
    if (kept !== undefined) {
      times.set(name, kept);
      continue;
    }
    try {
      const samples = await readSamples(connection, name, nowMs, () => (calls += 1));
      times.set(name, summary(samples));
      read.set(name, summary(samples));
    } catch (error) {
      const problem = problemFrom(error, { connection, action: `read the init times of ${name}` });
      // The group appears with the first invocation.
      if (problem.kind !== "not-found") problems.set(problem.detail, problem);
    }
  }
  if (connection.kind !== "local" && read.size > 0) keepFigures(connection.id, kind, read, nowMs);
  return { times, calls, problems: [...problems.values()] };
}

async function readSamples(
  connection: Connection,
  functionName: string,
  nowMs: number,
  onCall: () => void,
): Promise<number[]> {
  const { lambda, logs } = clientsFor(connection);
  onCall();
  const { LoggingConfig } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  const own = ownLogGroup(functionName);
  const logGroupName = LoggingConfig?.LogGroup ?? own;
  const samples: number[] = [];
  const seen = new Set<string | undefined>();
  let nextToken: string | undefined;
  do {
    onCall();
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime: nowMs - dayMs,
        endTime: nowMs,
        filterPattern: pattern,
        nextToken,
      }),
    );
    for (const { message = "", logStreamName = "" } of page.events ?? []) {
      if (logGroupName !== own && !isStreamOf(functionName, logStreamName)) continue;
      const initMs = parseReport(message.trim())?.initDurationMs;
      if (initMs !== undefined) samples.push(initMs / 1000);
    }
    seen.add(nextToken);
    nextToken = seen.has(page.nextToken) ? undefined : page.nextToken;
  } while (nextToken && seen.size < mostPages && samples.length < enoughSamples);
  return samples;
}

function summary(samples: readonly number[]): InitTimes | null {
  if (samples.length === 0) return null;
  const sorted = Float64Array.from(samples).sort();
  return {
    averageSeconds: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p99Seconds: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))]!,
    samples: sorted.length,
  };
}
