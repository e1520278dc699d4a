import type { MetricDatum, PutMetricDataInput } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { checkParameters, type ParameterRules } from "../check-parameters.ts";
import { units } from "../constraints.ts";
import { invalidCombination, invalidParameter, missingParameter } from "../errors.ts";
import type { MetricStore, Readings } from "../metric-store.ts";
import type { StatisticSet } from "../aggregate.ts";
import { dimensionsOf } from "../read-metric.ts";

const oldestMs = 14 * 86_400_000;
const newestMs = 2 * 3_600_000;
const largest = 2 ** 360;

export const putMetricDataRules: ParameterRules = {
  Namespace: { required: true, maxCharacters: 255 },
  MetricData: { maxItems: 1000 },
  "MetricData[].MetricName": { required: true, maxCharacters: 255 },
  "MetricData[].Dimensions": { maxItems: 30 },
  "MetricData[].Dimensions[].Name": { required: true, ascii: true, maxCharacters: 255 },
  "MetricData[].Dimensions[].Value": { required: true, ascii: true, maxCharacters: 1024 },
  "MetricData[].StatisticValues.SampleCount": { required: true },
  "MetricData[].StatisticValues.Sum": { required: true },
  "MetricData[].StatisticValues.Minimum": { required: true },
  "MetricData[].StatisticValues.Maximum": { required: true },
  "MetricData[].Values": { maxItems: 150 },
  "MetricData[].Unit": { oneOf: units },
};

/** Records values; nothing of a request is kept when a part of it is refused. */
export const putMetricData =
  (store: MetricStore, clock: Clock) => (input: PutMetricDataInput, context: CallContext) => {
    refuseFields("InvalidParameterValueException", input, {
      EntityMetricData: "it keeps no entities; send the same data as MetricData.",
    });
    checkParameters(putMetricDataRules, input, (values) => `[ ${values.join(", ")} ]`);
    const data = input.MetricData ?? [];
    if (data.length === 0) throw missingParameter("The parameter MetricData is required.");
    const namespace = input.Namespace ?? "";
    const refused = /^(AWS\/|:)/.exec(namespace)?.[0];
    if (refused) throw invalidParameter(`The value ${refused} for parameter Namespace is invalid.`);
    const all = data.map((datum, index) => ({
      ...readDatum(datum, `MetricData.member.${index + 1}`, clock.now()),
      region: context.region,
      namespace,
    }));
    for (const readings of all) store.recordAll(readings);
    store.flush();
    return {};
  };

function readDatum(
  datum: MetricDatum,
  member: string,
  nowMs: number,
): Omit<Readings, "region" | "namespace"> {
  const timestampMs = datum.Timestamp?.getTime() ?? nowMs;
  if (timestampMs < nowMs - oldestMs)
    throw invalidParameter(
      `The parameter ${member}.Timestamp must specify a time no more than two weeks in the past.`,
    );
  if (timestampMs > nowMs + newestMs)
    throw invalidParameter(
      `The parameter ${member}.Timestamp must specify a time no more than two hours in the future.`,
    );
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60)
    throw invalidParameter(
      `The parameter ${member}.StorageResolution must be a value in the set [ 1, 60 ].`,
    );
  const dimensions = dimensionsOf(datum.Dimensions);
  if (Object.keys(dimensions).length !== (datum.Dimensions?.length ?? 0))
    throw invalidParameter("No metric may specify the same dimension name twice.");
  const { MetricName: name = "", Unit: unit = "None" } = datum;
  return {
    dimensions,
    timestampMs,
    ...(resolution === 1 && { highResolution: true }),
    values: readSets(datum, member).map((set) => [name, unit, set] as const),
  };
}

function readSets(datum: MetricDatum, member: string): StatisticSet[] {
  const { Value: value, Values: values, StatisticValues: statistics, Counts: counts } = datum;
  const given = [
    value !== undefined && "Value",
    values !== undefined && "Values",
    statistics !== undefined && "StatisticValues",
  ].filter((name) => name !== false);
  if (given.length > 1)
    throw invalidCombination(
      `The parameters ${member}.${given[0]} and ${member}.${given[1]} are mutually exclusive and you have specified both.`,
    );
  if (given.length === 0)
    throw missingParameter(
      `One of the parameters ${member}.Value, ${member}.Values and ${member}.StatisticValues is required.`,
    );
  if (counts && !values)
    throw invalidCombination(
      `The parameter ${member}.Counts needs the parameter ${member}.Values.`,
    );
  if (statistics) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: min = 0, Maximum: max = 0 } = statistics;
    for (const number of [count, sum, min, max]) checkNumber(number, `${member}.StatisticValues`);
    if (count <= 0 || min > max)
      throw invalidParameter(
        `The parameter ${member}.StatisticValues needs a SampleCount above 0 and a Minimum that is not above its Maximum.`,
      );
    return [{ count, sum, min, max }];
  }
  const all = values ?? [value ?? 0];
  if (counts && counts.length !== all.length)
    throw invalidParameter(
      `The parameters ${member}.Values and ${member}.Counts must be of the same size.`,
    );
  return all.map((each, index) => {
    const count = counts?.[index] ?? 1;
    checkNumber(each, `${member}.Value${values ? `s.member.${index + 1}` : ""}`);
    if (!(count > 0) || !Number.isFinite(count))
      throw invalidParameter(`The value ${count} for parameter ${member}.Counts must be above 0.`);
    return { count, sum: each * count, min: each, max: each };
  });
}

function checkNumber(value: number, parameter: string): void {
  if (!Number.isFinite(value) || Math.abs(value) > largest)
    throw invalidParameter(`The value ${value} for parameter ${parameter} is invalid.`);
}
