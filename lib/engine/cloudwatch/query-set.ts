import type { MetricDataQuery, MetricStat } from "@aws-sdk/client-cloudwatch";
import type { MetricStore } from "./metric-store.ts";
import { evaluate } from "./metric-math/evaluate.ts";
import { mathError, parseExpression } from "./metric-math/expression.ts";
import { isSeries, type TimeSeries, type Value } from "./metric-math/series.ts";
import { roundedStartSeconds } from "./period.ts";
import { readMetric } from "./read-metric.ts";
import { parseStatistic } from "./statistic.ts";

interface QueryScope {
  store: MetricStore;
  region: string;
  startMs: number;
  endMs: number;
  nowMs: number;
}

/** The queries of one request: each is evaluated once, when it or an expression first asks for it. */
export class QuerySet {
  readonly #values = new Map<string, Value>();
  readonly #pending = new Set<string>();
  readonly #queries: ReadonlyMap<string, MetricDataQuery>;
  readonly #longestPeriodSeconds: number;

  constructor(
    queries: readonly MetricDataQuery[],
    private readonly scope: QueryScope,
  ) {
    this.#queries = new Map(queries.map((query) => [query.Id ?? "", query]));
    this.#longestPeriodSeconds = Math.max(
      ...queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0),
    );
  }

  /** A query's series: one for a metric, one or several for an expression. */
  series(id: string): TimeSeries[] {
    const value = this.#value(id);
    if (typeof value === "number")
      throw mathError(
        `Error in expression '${id}' [the result is a number: an expression must return a time series]`,
      );
    return isSeries(value) ? [value] : value;
  }

  #value(id: string): Value {
    const known = this.#values.get(id);
    if (known !== undefined) return known;
    const query = this.#queries.get(id);
    if (!query) throw mathError(`there is no query with the id '${id}'`);
    if (this.#pending.has(id)) throw mathError(`'${id}' refers to itself`);
    this.#pending.add(id);
    const value = query.MetricStat
      ? this.#readMetric(query.MetricStat)
      : this.#evaluate(id, query.Expression ?? "", query.Period);
    this.#values.set(id, value);
    return value;
  }

  #evaluate(id: string, text: string, periodSeconds: number | undefined): Value {
    const { startMs, endMs, nowMs } = this.scope;
    const period = periodSeconds ?? (this.#longestPeriodSeconds || 60);
    const metrics = new Map<string, TimeSeries>();
    if (/\bMETRICS\b/.test(text))
      for (const [metricId, { MetricStat }] of this.#queries)
        if (MetricStat) metrics.set(metricId, this.series(metricId)[0]!);
    try {
      return evaluate(parseExpression(text), (other) => this.#value(other), {
        range: {
          startSeconds: roundedStartSeconds(startMs, period, nowMs),
          endSeconds: endMs / 1000,
        },
        metrics,
        periodSeconds: period,
      });
    } catch (error) {
      if (!(error instanceof Error) || error.message.startsWith("Error in expression")) throw error;
      throw mathError(`Error in expression '${id}' [${error.message}]`);
    }
  }

  #readMetric(stat: MetricStat): TimeSeries {
    const { store, region, startMs, endMs, nowMs } = this.scope;
    const periodSeconds = stat.Period ?? 60;
    const label = stat.Metric?.MetricName ?? "";
    const statistic = parseStatistic(stat.Stat ?? "");
    const start = roundedStartSeconds(startMs, periodSeconds, nowMs);
    const periods = readMetric(store, stat, {
      region,
      startSeconds: Math.floor(start / periodSeconds) * periodSeconds,
      endSeconds: Math.ceil(endMs / 1000 / periodSeconds) * periodSeconds,
      withSketches: statistic.needsSketch,
    });
    const points = new Map<number, number>();
    for (const [time, aggregate] of periods) {
      const value = statistic.of(aggregate);
      if (value !== undefined) points.set(time, value);
    }
    return { label, periodSeconds, points };
  }
}
