import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  Statistic as StatisticName,
} from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { checkParameters, type ParameterRules } from "../check-parameters.ts";
import { statistics as statisticNames, units } from "../constraints.ts";
import { invalidCombination, invalidParameter } from "../errors.ts";
import type { MetricStore } from "../metric-store.ts";
import { checkPeriod, roundedStartSeconds } from "../period.ts";
import { dimensionsOf } from "../read-metric.ts";
import { parseStatistic } from "../statistic.ts";

const datapointsAtMost = 1_440;

export const getMetricStatisticsRules: ParameterRules = {
  Namespace: { required: true, maxCharacters: 255 },
  MetricName: { required: true, maxCharacters: 255 },
  Dimensions: { maxItems: 30 },
  "Dimensions[].Name": { required: true, maxCharacters: 255 },
  "Dimensions[].Value": { required: true, maxCharacters: 1024 },
  StartTime: { required: true },
  EndTime: { required: true },
  Period: { required: true },
  Statistics: { maxItems: 5 },
  "Statistics[]": { oneOf: statisticNames },
  ExtendedStatistics: { maxItems: 10 },
  Unit: { oneOf: units },
};

/** One metric's statistics, one datapoint for each period (counted from the start) and unit. */
export const getMetricStatistics =
  (store: MetricStore, clock: Clock) =>
  (input: GetMetricStatisticsInput, context: CallContext): GetMetricStatisticsOutput => {
    checkParameters(getMetricStatisticsRules, input, (values) => `[${values.join(", ")}]`);
    const periodSeconds = input.Period ?? 60;
    const [startMs, endMs] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
    if (startMs >= endMs)
      throw invalidParameter("The parameter StartTime must be less than the parameter EndTime.");
    checkPeriod(periodSeconds, "Period");
    const plain = input.Statistics ?? [];
    const extended = input.ExtendedStatistics ?? [];
    if ((plain.length === 0) === (extended.length === 0))
      throw invalidCombination(
        "Exactly one of Statistics and ExtendedStatistics must be specified.",
      );
    const asked = (endMs - startMs) / 1000 / periodSeconds;
    if (asked > datapointsAtMost)
      throw invalidCombination(
        `You have requested up to ${Math.ceil(asked)} datapoints, which exceeds the limit of ${datapointsAtMost}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    const statistics = [...plain, ...extended].map(parseStatistic);
    store.settle();
    const { Namespace: namespace = "", MetricName: name = "" } = input;
    const dimensions = dimensionsOf(input.Dimensions);
    const seriesId = store.series.find({ region: context.region, namespace, name, dimensions });
    if (seriesId === undefined) return { Label: name, Datapoints: [] };
    const startSeconds = roundedStartSeconds(startMs, periodSeconds, clock.now());
    const length = Math.ceil((endMs / 1000 - startSeconds) / periodSeconds) * periodSeconds;
    const periods = store.points.read({
      seriesId,
      ...(input.Unit === undefined ? {} : { unit: input.Unit }),
      startSeconds,
      endSeconds: startSeconds + length,
      periodSeconds,
      withSketches: statistics.some(({ needsSketch }) => needsSketch),
    });
    return {
      Label: name,
      Datapoints: periods.flatMap((period): Datapoint[] => {
        const values = statistics.flatMap((statistic): [string, number][] => {
          const value = statistic.of(period.aggregate);
          return value === undefined ? [] : [[statistic.name, value]];
        });
        if (values.length === 0) return [];
        const found = Object.fromEntries(values);
        return [
          {
            Timestamp: new Date(period.startSeconds * 1000),
            Unit: period.unit as Datapoint["Unit"],
            ...(extended.length > 0
              ? { ExtendedStatistics: found }
              : (found as Partial<Record<StatisticName, number>>)),
          },
        ];
      }),
    };
  };
