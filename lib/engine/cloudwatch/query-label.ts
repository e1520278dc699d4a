import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { mathError } from "./metric-math/expression.ts";
import type { TimeSeries } from "./metric-math/series.ts";

/**
 * The labels of a request's results. CloudWatch names a metric by its name, adds the statistic when the
 * request's statistics differ, then the period when its periods differ; an expression by its id.
 */
export function defaultLabels(queries: readonly MetricDataQuery[]): Map<string, string> {
  const stats = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Stat ?? []));
  const periods = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  return new Map(
    queries.map(({ Id = "", MetricStat: stat }) => {
      if (!stat) return [Id, Id];
      const parts = [stat.Metric?.MetricName];
      if (stats.size > 1) parts.push(stat.Stat);
      if (periods.size > 1) parts.push(String(stat.Period));
      return [Id, parts.join(" ")];
    }),
  );
}

/** A label as the query gives it, with `${LABEL}`, `${PROP('Dim.Name')}`, `${MAX}` and so on filled in. */
export function renderLabel(
  query: MetricDataQuery,
  defaultLabel: string,
  series: TimeSeries,
  place: { region: string; accountId: string },
): string {
  const values = [...series.points.values()];
  const sum = values.reduce((total, value) => total + value, 0);
  const numbers: Record<string, number | undefined> = {
    AVG: values.length === 0 ? undefined : sum / values.length,
    DATAPOINT_COUNT: values.length,
    FIRST: values[0],
    LAST: values.at(-1),
    MAX: values.length === 0 ? undefined : values.reduce((one, other) => Math.max(one, other)),
    MIN: values.length === 0 ? undefined : values.reduce((one, other) => Math.min(one, other)),
    SUM: sum,
  };
  const { Metric: metric, Stat, Period } = query.MetricStat ?? {};
  const properties: Record<string, string | number | undefined> = {
    AccountId: place.accountId,
    MetricName: metric?.MetricName,
    Namespace: metric?.Namespace,
    Period: Period ?? query.Period,
    Region: place.region,
    Stat,
  };
  for (const { Name, Value } of metric?.Dimensions ?? []) properties[`Dim.${Name}`] = Value;
  return (query.Label ?? defaultLabel).replaceAll(
    /\$\{\s*(?:PROP\('([^']*)'\)|(\w+))\s*\}/g,
    (whole, property?: string, word?: string) => {
      if (property !== undefined) return String(properties[property] ?? "-");
      if (word === "LABEL") return defaultLabel;
      if (word === undefined || !Object.hasOwn(numbers, word))
        throw mathError(`The local engine does not support ${whole} in a label.`);
      const value = numbers[word];
      return value === undefined ? "-" : String(Number(value.toPrecision(6)));
    },
  );
}
