import type {
  DeleteSubscriptionFilterRequest,
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse,
  PutSubscriptionFilterRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { compileFilterPattern } from "../filter-pattern/compile-filter-pattern.ts";
import type { FilterTable, SubscriptionFilter } from "../filters/filter-table.ts";
import { findLogGroup, invalidParameter } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { pageOf } from "../page.ts";

const filtersAtMost = 2;

/** Throws where a function cannot be invoked. */
export type FindFunction = (region: string, functionArn: string) => void;

/** Makes or replaces a filter that sends a group's events to a function. */
export const putSubscriptionFilter =
  (
    store: LogStore,
    filters: FilterTable<SubscriptionFilter>,
    findFunction: FindFunction,
    clock: Clock,
  ) =>
  (input: PutSubscriptionFilterRequest, context: CallContext) => {
    refuseFields("InvalidParameterException", input, {
      fieldSelectionCriteria: "filters see all events of a group.",
      emitSystemFields: "events are sent with the fields of the filter only.",
    });
    const {
      filterName: name = "",
      filterPattern: pattern = "",
      destinationArn = "",
      roleArn,
    } = input;
    const functionArn = readDestination(destinationArn, roleArn, context);
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    compileFilterPattern(pattern);
    checkFunction(functionArn, group.name, context, findFunction);
    const others = filters.of(group.region, group.name).filter((filter) => filter.name !== name);
    if (others.length >= filtersAtMost)
      throw new ServiceError("LimitExceededException", "Resource limit exceeded.", 400);
    filters.put(group.region, {
      name,
      logGroup: group.name,
      pattern,
      createdMs: clock.now(),
      appliesToTransformed: input.applyOnTransformedLogs ?? false,
      destinationArn,
      ...(roleArn !== undefined && { roleArn }),
      distribution: input.distribution ?? "ByLogStream",
    });
    return {};
  };

/** The ARN of the function events go to; all other destinations are refused. */
function readDestination(arn: string, roleArn: string | undefined, context: CallContext): string {
  const [prefix, , service = "", , account] = arn.split(":");
  if (prefix !== "arn" || service === "")
    throw invalidParameter(`destinationArn must be the ARN of a function, not "${arn}".`);
  if (service !== "lambda") {
    if ((service === "kinesis" || service === "firehose") && roleArn === undefined)
      throw invalidParameter(`destinationArn for vendor ${service} cannot be used without roleArn`);
    throw invalidParameter(
      `The local engine sends log events to Lambda functions only; it does not support the destination ${arn}.`,
    );
  }
  if (account !== context.accountId)
    throw new ServiceError(
      "AccessDeniedException",
      "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.",
      400,
    );
  return arn;
}

function checkFunction(
  arn: string,
  logGroup: string,
  { region }: CallContext,
  findFunction: FindFunction,
): void {
  // What the function logs about one event would be the next.
  if (logGroup === `/aws/lambda/${arn.split(":")[6] ?? ""}`)
    throw invalidParameter(
      "The log group provided is reserved for the function logs of the destination function.",
    );
  try {
    findFunction(region, arn);
  } catch {
    throw invalidParameter(
      "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
    );
  }
}

/** A group's subscription filters by prefix of their names. */
export const describeSubscriptionFilters =
  (store: LogStore, filters: FilterTable<SubscriptionFilter>) =>
  (
    input: DescribeSubscriptionFiltersRequest,
    context: CallContext,
  ): DescribeSubscriptionFiltersResponse => {
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    const wanted = filters
      .of(group.region, group.name)
      .filter(({ name }) => name.startsWith(input.filterNamePrefix ?? ""));
    const page = pageOf(wanted, ({ name }) => name, input.nextToken, input.limit ?? 50);
    return {
      subscriptionFilters: page.items.map((filter) => ({
        filterName: filter.name,
        logGroupName: filter.logGroup,
        filterPattern: filter.pattern,
        destinationArn: filter.destinationArn,
        roleArn: filter.roleArn,
        distribution: filter.distribution,
        applyOnTransformedLogs: filter.appliesToTransformed,
        creationTime: filter.createdMs,
      })),
      nextToken: page.nextToken,
    };
  };

export const deleteSubscriptionFilter =
  (store: LogStore, filters: FilterTable<SubscriptionFilter>) =>
  (input: DeleteSubscriptionFilterRequest, context: CallContext) => {
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    if (!filters.delete(group.region, group.name, input.filterName ?? ""))
      throw new ServiceError(
        "ResourceNotFoundException",
        "The specified subscription filter does not exist.",
        400,
      );
    return {};
  };
