import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { type MetricAnswers, readMetricData } from "@/lib/aws/metric-data";
import { unitPriceUsd } from "@/lib/model/api-use";
import type { Connection } from "@/lib/model/connection";
import { functionDimensions } from "@/lib/model/metric-plan";
import type { Problem } from "@/lib/model/problem";
import type { TimeSpan } from "@/lib/model/time-range";
import {
  trafficWindowMs,
  type FunctionTraffic,
  type Traffic,
  type TrafficWindow,
} from "@/lib/model/traffic";
import {
  keepFigures,
  keepMinutes,
  readFigure,
  readMinutes,
  type KnownMinutes,
} from "@/lib/store/traffic-cache";
import { readInitTimes } from "./read-init-times";

export interface TrafficWanted {
  names: readonly string[];
  window: TrafficWindow;
  /** Whether init times are read from the logs too: one or more calls for each function. */
  init: boolean;
}

const minuteMs = 60_000;
/** CloudWatch adds to the newest minutes for a while. */
const openMs = 3 * minuteMs;

const minuteQueries = [
  ["Invocations", "Sum"],
  ["Throttles", "Sum"],
  ["Duration", "Sum"],
  ["ConcurrentExecutions", "Maximum"],
] as const;
const durationStatistics = ["Average", "p50", "p99"] as const;

/**
 * The traffic of some functions by the minute. Minutes that are over are kept, so only what is missing is asked for;
 * the end of the window moves on in steps, so that a page that is open all day costs little.
 */
export async function readTraffic(
  connection: Connection,
  { names, window, init }: TrafficWanted,
  nowMs: number,
): Promise<Traffic> {
  const span = spanOfWindow(connection, window, nowMs);
  const ask = new Asking(connection, nowMs);
  const minutes = await attempt(connection, "read the functions' traffic", () =>
    completeMinutes(connection, names, span, nowMs, ask),
  );
  const durations = await attempt(connection, "read the functions' durations", () =>
    completeDurations(connection, minutes, span, window, nowMs, ask),
  );
  const inits = init ? await readInitTimes(connection, names, nowMs) : undefined;
  return {
    startMs: span.startMs,
    stepMs: minuteMs,
    length: (span.endMs - span.startMs) / minuteMs,
    functions: [...minutes].map(([name, known]): FunctionTraffic => {
      const [invocations, throttles, busySeconds, concurrency] = known.columns.map((column) =>
        within(column, known, span),
      ) as [Float32Array, Float32Array, Float32Array, Float32Array];
      return {
        name,
        invocations,
        throttles,
        busySeconds,
        concurrency,
        duration: durations.get(name) ?? null,
        init: inits?.times.get(name) ?? null,
      };
    }),
    asOfMs: nowMs,
    completeUntilMs: span.endMs,
    use: {
      calls: ask.calls + (inits?.calls ?? 0),
      metrics: ask.metrics,
      costUsd: ask.metrics * unitPriceUsd("metrics"),
    },
    problems: [...ask.problems.values(), ...(inits?.problems ?? [])],
  };
}

/** How often the end of a window moves on. The local engine's minutes are complete at once and cost nothing. */
const stepMinutes: Record<TrafficWindow, number> = { "3h": 5, "24h": 15, "7d": 60, "14d": 60 };

function spanOfWindow(connection: Connection, window: TrafficWindow, nowMs: number): TimeSpan {
  const isLocal = connection.kind === "local";
  const stepMs = (isLocal ? 1 : stepMinutes[window]) * minuteMs;
  const endMs = Math.floor((nowMs - (isLocal ? 0 : openMs)) / stepMs) * stepMs;
  return { startMs: endMs - trafficWindowMs[window], endMs };
}

/** GetMetricData, with a count of what it took. */
class Asking {
  calls = 0;
  metrics = 0;
  readonly problems = new Map<string, Problem>();

  constructor(
    private readonly connection: Connection,
    private readonly nowMs: number,
  ) {}

  async for(span: TimeSpan, queries: MetricDataQuery[]): Promise<MetricAnswers["points"]> {
    const answer = await readMetricData(
      this.connection,
      {
        StartTime: new Date(span.startMs),
        EndTime: new Date(span.endMs),
        MetricDataQueries: queries,
      },
      this.nowMs,
    );
    this.calls += answer.calls;
    this.metrics += answer.metrics;
    for (const problem of answer.problems) this.problems.set(problem.detail, problem);
    return answer.points;
  }
}

/** Known minutes of every function that cover the span, after asking for those that were missing. */
async function completeMinutes(
  connection: Connection,
  names: readonly string[],
  span: TimeSpan,
  nowMs: number,
  ask: Asking,
): Promise<Map<string, KnownMinutes>> {
  const known = new Map<string, KnownMinutes>();
  // A local engine may have been emptied meanwhile, and answers at once.
  const isKept = connection.kind !== "local";
  /** Functions that lack the same minutes are asked for together. */
  const missing = new Map<string, { span: TimeSpan; names: string[] }>();
  const lacks = (name: string, startMs: number, endMs: number) => {
    const key = `${startMs} ${endMs}`;
    const group = missing.get(key) ?? { span: { startMs, endMs }, names: [] };
    group.names.push(name);
    missing.set(key, group);
  };
  for (const name of names) {
    const before = isKept
      ? readMinutes(connection.id, name, span, minuteQueries.length)
      : undefined;
    if (!before || before.untilMs < span.startMs || before.fromMs > span.endMs) {
      lacks(name, span.startMs, span.endMs);
      continue;
    }
    known.set(name, before);
    if (before.fromMs > span.startMs) lacks(name, span.startMs, before.fromMs);
    if (before.untilMs < span.endMs) lacks(name, before.untilMs, span.endMs);
  }
  const changed = new Map<string, KnownMinutes>();
  for (const group of missing.values()) {
    const queries = group.names.flatMap((name, index) =>
      minuteQueries.map(([metric, statistic], column) =>
        query(`f${index}_${column}`, name, metric, statistic, 60),
      ),
    );
    const points = await ask.for(group.span, queries);
    group.names.forEach((name, index) => {
      const answers = minuteQueries.map((_, column) => points.get(`f${index}_${column}`));
      const read = {
        fromMs: group.span.startMs,
        untilMs: group.span.endMs,
        columns: answers.map((answer = [], column) =>
          columnOf(answer, group.span, column === busyColumn ? 0.001 : 1),
        ),
      };
      const whole = join(known.get(name), read);
      known.set(name, whole);
      // What was not answered is no zero: it is asked for again next time.
      if (isKept && answers.every((answer) => answer !== undefined)) changed.set(name, whole);
      else changed.delete(name);
    });
  }
  if (changed.size > 0) keepMinutes(connection.id, changed, nowMs);
  return new Map(names.map((name) => [name, known.get(name)!]));
}

/** Duration is in milliseconds. */
const busyColumn = 2;

function columnOf(
  points: readonly { timeMs: number; value: number }[],
  { startMs, endMs }: TimeSpan,
  unit: number,
): Float32Array {
  const column = new Float32Array((endMs - startMs) / minuteMs);
  for (const { timeMs, value } of points) {
    const step = Math.floor((timeMs - startMs) / minuteMs);
    if (step >= 0 && step < column.length) column[step] = value * unit;
  }
  return column;
}

/** Two stretches that touch each other. */
function join(known: KnownMinutes | undefined, read: KnownMinutes): KnownMinutes {
  if (!known) return read;
  const [first, second] = known.fromMs < read.fromMs ? [known, read] : [read, known];
  return {
    fromMs: first.fromMs,
    untilMs: second.untilMs,
    columns: first.columns.map((column, index) => {
      const whole = new Float32Array((second.untilMs - first.fromMs) / minuteMs);
      whole.set(column);
      whole.set(second.columns[index]!, (second.fromMs - first.fromMs) / minuteMs);
      return whole;
    }),
  };
}

function within(column: Float32Array, { fromMs }: KnownMinutes, span: TimeSpan): Float32Array {
  const first = (span.startMs - fromMs) / minuteMs;
  return column.subarray(first, first + (span.endMs - span.startMs) / minuteMs);
}

type Duration = NonNullable<FunctionTraffic["duration"]>;

/**
 * Percentiles come in pieces of at most a day; a piece counts by its invocations. They change slowly and are read
 * again when a twentieth of the window has passed.
 */
async function completeDurations(
  connection: Connection,
  minutes: ReadonlyMap<string, KnownMinutes>,
  span: TimeSpan,
  window: TrafficWindow,
  nowMs: number,
  ask: Asking,
): Promise<Map<string, Duration | null>> {
  const found = new Map<string, Duration | null>();
  const kind = `duration ${window}`;
  const notBeforeMs = nowMs - trafficWindowMs[window] / 20;
  const isKept = connection.kind !== "local";
  const wanted: string[] = [];
  for (const [name, known] of minutes) {
    const ran = within(known.columns[0]!, known, span).some((count) => count > 0);
    const before = isKept
      ? (readFigure(connection.id, name, kind, notBeforeMs) as Duration | null | undefined)
      : undefined;
    if (before) found.set(name, before);
    else if (ran) wanted.push(name);
  }
  const periodSeconds = Math.min(86_400, trafficWindowMs[window] / 1000);
  const points = await ask.for(
    span,
    wanted.flatMap((name, index) =>
      durationStatistics.map((statistic) =>
        query(`f${index}_${statistic}`, name, "Duration", statistic, periodSeconds),
      ),
    ),
  );
  const read = new Map<string, Duration>();
  wanted.forEach((name, index) => {
    const known = minutes.get(name)!;
    const invocations = within(known.columns[0]!, known, span);
    const seconds = durationStatistics.map((statistic) =>
      weighted(points.get(`f${index}_${statistic}`) ?? [], (timeMs) => {
        const first = (timeMs - span.startMs) / minuteMs;
        return invocations
          .subarray(Math.max(0, first), Math.max(0, first + periodSeconds / 60))
          .reduce((sum, count) => sum + count, 0);
      }),
    );
    const [averageSeconds, p50Seconds, p99Seconds] = seconds;
    if (averageSeconds && p50Seconds && p99Seconds)
      read.set(name, { averageSeconds, p50Seconds, p99Seconds });
  });
  if (isKept && read.size > 0) keepFigures(connection.id, kind, read, nowMs);
  for (const [name, duration] of read) found.set(name, duration);
  return found;
}

/** Mean in seconds of milliseconds, each counted by what came in its piece. */
function weighted(
  points: readonly { timeMs: number; value: number }[],
  weightAt: (timeMs: number) => number,
): number | undefined {
  let sum = 0;
  let weights = 0;
  for (const { timeMs, value } of points) {
    // A piece that has a value had an invocation.
    const weight = Math.max(1, weightAt(timeMs));
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights / 1000 : undefined;
}

function query(
  id: string,
  functionName: string,
  metric: string,
  statistic: string,
  periodSeconds: number,
): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName: metric,
        Dimensions: functionDimensions(functionName),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}
