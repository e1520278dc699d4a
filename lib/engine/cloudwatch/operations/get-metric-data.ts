import { setImmediate } from "node:timers/promises";
import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { invalidNextToken, validationError } from "../errors.ts";
import type { MetricStore } from "../metric-store.ts";
import { checkPeriod } from "../period.ts";
import { defaultLabels, renderLabel } from "../query-label.ts";
import { QuerySet } from "../query-set.ts";
import { isStatistic } from "../statistic.ts";

const datapointsAtMost = 100_800;

/** Up to 500 metrics and metric math expressions over one time range, newest values first. */
export const getMetricData =
  (store: MetricStore, clock: Clock) =>
  async (input: GetMetricDataInput, context: CallContext): Promise<GetMetricDataOutput> => {
    const queries = input.MetricDataQueries ?? [];
    const [startMs, endMs] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
    if (startMs === endMs)
      throw validationError("The parameter StartTime must not equal parameter EndTime.");
    if (startMs > endMs)
      throw validationError("The parameter StartTime must be less than the parameter EndTime.");
    checkQueries(queries, context.accountId);
    store.settle();
    const { region, accountId } = context;
    const set = new QuerySet(queries, { store, region, startMs, endMs, nowMs: clock.now() });
    const labels = defaultLabels(queries);
    const ascending = input.ScanBy === "TimestampAscending";
    const results: Result[] = [];
    for (const [index, query] of queries.entries()) {
      if (query.ReturnData === false) continue;
      // Other calls are served in between.
      if (index % 20 === 19) await setImmediate();
      const all = set.series(query.Id ?? "");
      const label = labels.get(query.Id ?? "") ?? "";
      for (const series of all) {
        const points = [...series.points];
        if (!ascending) points.reverse();
        const own = renderLabel(query, label, series, { region, accountId });
        // Several series of one expression are told apart by the metrics they come from.
        results.push({
          id: query.Id ?? "",
          label: all.length > 1 ? `${own} ${series.label}`.trim() : own,
          points,
        });
      }
    }
    if (results.length === 0)
      throw validationError("At least one query must have ReturnData true.");
    const limit = Math.min(input.MaxDatapoints ?? datapointsAtMost, datapointsAtMost);
    return { Messages: [], ...page(results, input.NextToken, limit, ascending) };
  };

interface Result {
  id: string;
  label: string;
  /** Time in seconds and value, in the order asked for. */
  points: [time: number, value: number][];
}

/** A page holds the results in turn; the token says which result goes on, after which time. */
function page(
  results: readonly Result[],
  token: string | undefined,
  limit: number,
  ascending: boolean,
): Pick<GetMetricDataOutput, "MetricDataResults" | "NextToken"> {
  const from = readToken(token);
  let room = limit;
  let next: string | undefined;
  const page = results.map(({ id, label, points }, index): MetricDataResult => {
    let rest = index < from.index ? [] : points;
    if (index === from.index && from.afterSeconds !== undefined) {
      const after = from.afterSeconds;
      rest = points.filter(([time]) => (ascending ? time > after : time < after));
    }
    const taken = rest.slice(0, room);
    room -= taken.length;
    const complete = taken.length === rest.length;
    if (!complete && next === undefined) {
      const last = taken.at(-1)?.[0] ?? (index === from.index ? from.afterSeconds : undefined);
      next = Buffer.from(`${index}.${last ?? ""}`).toString("base64url");
    }
    return {
      Id: id,
      Label: label,
      Timestamps: taken.map(([time]) => new Date(time * 1000)),
      Values: taken.map(([, value]) => value),
      StatusCode: complete ? "Complete" : "PartialData",
    };
  });
  return { MetricDataResults: page, ...(next && { NextToken: next }) };
}

function readToken(token: string | undefined): { index: number; afterSeconds?: number } {
  if (token === undefined) return { index: 0 };
  const found = /^(\d+)\.(\d*)$/.exec(Buffer.from(token, "base64url").toString());
  if (!found) throw invalidNextToken();
  const index = Number(found[1]);
  return found[2] === "" ? { index } : { index, afterSeconds: Number(found[2]) };
}

/** The text of a wrong statistic is as yet-another-cloudwatch-exporter 385 quotes it: a line each. */
function checkQueries(queries: readonly MetricDataQuery[], accountId: string): void {
  if (queries.length > 500)
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than 500.`,
    );
  const ids = new Set<string>();
  for (const [index, query] of queries.entries()) {
    const { Id: id = "", MetricStat: stat, Expression: expression } = query;
    const member = `MetricDataQueries.member.${index + 1}`;
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id))
      throw validationError(
        `The value ${id} for parameter ${member}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
      );
    if (ids.has(id))
      throw validationError(`The values for parameter Id in MetricDataQueries are not unique.`);
    ids.add(id);
    if ((stat === undefined) === (expression === undefined))
      throw validationError(
        `Exactly one of ${member}.MetricStat and ${member}.Expression must be specified.`,
      );
    if (stat && query.Period !== undefined)
      throw validationError(`${member}.Period must not be specified together with MetricStat.`);
    if (query.AccountId !== undefined && query.AccountId !== accountId)
      throw validationError(
        `The local engine has no account ${query.AccountId}; it is ${accountId}.`,
      );
    if (stat && (!stat.Metric?.Namespace || !stat.Metric.MetricName))
      throw validationError(`${member}.MetricStat.Metric must have a Namespace and a MetricName.`);
    const period = stat?.Period ?? query.Period;
    if (period !== undefined) checkPeriod(period, `${member}.${stat ? "MetricStat." : ""}Period`);
  }
  const wrong = queries.flatMap(({ MetricStat: stat }, index) =>
    stat && !isStatistic(stat.Stat ?? "")
      ? `The value ${stat.Stat} for parameter MetricDataQueries.member.${index + 1}.MetricStat.Stat is not a valid statistic.`
      : [],
  );
  if (wrong.length > 0) throw validationError(wrong.join("\n"));
}
