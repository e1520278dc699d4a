import type {
  DeleteMetricFilterRequest,
  DescribeMetricFiltersRequest,
  DescribeMetricFiltersResponse,
  MetricTransformation,
  PutMetricFilterRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { compileFilterPattern } from "../filter-pattern/compile-filter-pattern.ts";
import type { FilterTable, MetricFilter } from "../filters/filter-table.ts";
import { findLogGroup, invalidParameter } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { pageOf } from "../page.ts";

const filtersAtMost = 100;
const dimensionsAtMost = 3;

/** Makes or replaces a filter that turns a group's events into values of a metric. */
export const putMetricFilter =
  (store: LogStore, filters: FilterTable<MetricFilter>, clock: Clock) =>
  (input: PutMetricFilterRequest, context: CallContext) => {
    refuseFields("InvalidParameterException", input, {
      fieldSelectionCriteria: "filters see all events of a group.",
      emitSystemFieldDimensions: "metrics have the dimensions of the filter only.",
    });
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    const { filterName: name = "", filterPattern: pattern = "" } = input;
    compileFilterPattern(pattern);
    const [transformation] = input.metricTransformations ?? [];
    if (!transformation) throw invalidParameter("A metric filter needs a metric transformation.");
    checkTransformation(transformation);
    const others = filters.of(group.region, group.name).filter((filter) => filter.name !== name);
    if (others.length >= filtersAtMost)
      throw new ServiceError("LimitExceededException", "Resource limit exceeded.", 400);
    const { defaultValue, dimensions, unit } = transformation;
    filters.put(group.region, {
      name,
      logGroup: group.name,
      pattern,
      createdMs: clock.now(),
      appliesToTransformed: input.applyOnTransformedLogs ?? false,
      metricName: transformation.metricName ?? "",
      metricNamespace: transformation.metricNamespace ?? "",
      metricValue: transformation.metricValue ?? "",
      ...(defaultValue !== undefined && { defaultValue }),
      ...(dimensions && Object.keys(dimensions).length > 0 && { dimensions }),
      ...(unit !== undefined && { unit }),
    });
    return {};
  };

function checkTransformation(transformation: MetricTransformation): void {
  const { metricValue = "", defaultValue, dimensions = {} } = transformation;
  const fields = Object.values(dimensions);
  if (defaultValue !== undefined && fields.length > 0)
    throw invalidParameter(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
    );
  if (fields.length > dimensionsAtMost)
    throw invalidParameter(
      `Invalid metric transformation: a metric filter has ${dimensionsAtMost} dimensions at most.`,
    );
  if (
    !metricValue.startsWith("$") &&
    (metricValue.trim() === "" || Number.isNaN(Number(metricValue)))
  )
    throw invalidParameter(
      "Invalid metric transformation: metricValue must be a number or a field such as $.latency or $bytes.",
    );
  for (const field of [metricValue, ...fields])
    if (field.startsWith("$.")) compileFilterPattern(`{ ${field} = * }`);
}

/** Metric filters by group and prefix of their names, or by the metric they write. */
export const describeMetricFilters =
  (store: LogStore, filters: FilterTable<MetricFilter>) =>
  (input: DescribeMetricFiltersRequest, context: CallContext): DescribeMetricFiltersResponse => {
    const { logGroupName, filterNamePrefix = "", metricName, metricNamespace } = input;
    if ((metricName === undefined) !== (metricNamespace === undefined))
      throw invalidParameter("metricName and metricNamespace must be given together.");
    const group =
      logGroupName === undefined ? undefined : findLogGroup(store, context, { logGroupName });
    const wanted = (
      group ? filters.of(group.region, group.name) : filters.list(context.region)
    ).filter(
      (filter) =>
        filter.name.startsWith(filterNamePrefix) &&
        (metricName === undefined ||
          (filter.metricName === metricName && filter.metricNamespace === metricNamespace)),
    );
    const page = pageOf(wanted, keyOf, input.nextToken, input.limit ?? 50);
    return {
      metricFilters: page.items.map((filter) => ({
        filterName: filter.name,
        filterPattern: filter.pattern,
        metricTransformations: [
          {
            metricName: filter.metricName,
            metricNamespace: filter.metricNamespace,
            metricValue: filter.metricValue,
            defaultValue: filter.defaultValue,
            dimensions: filter.dimensions,
            unit: filter.unit as MetricTransformation["unit"],
          },
        ],
        creationTime: filter.createdMs,
        logGroupName: filter.logGroup,
        applyOnTransformedLogs: filter.appliesToTransformed,
      })),
      nextToken: page.nextToken,
    };
  };

export const deleteMetricFilter =
  (store: LogStore, filters: FilterTable<MetricFilter>) =>
  (input: DeleteMetricFilterRequest, context: CallContext) => {
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    if (!filters.delete(group.region, group.name, input.filterName ?? ""))
      throw new ServiceError(
        "ResourceNotFoundException",
        "The specified metric filter does not exist.",
        400,
      );
    return {};
  };

function keyOf({ logGroup, name }: MetricFilter): string {
  return `${logGroup} ${name}`;
}
