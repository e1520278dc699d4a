import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import type { FilterTable, MetricFilter } from "../filters/filter-table.ts";
import { findLogGroup, invalidParameter, logGroupArn } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { pageOf } from "../page.ts";

/** Groups by name: all, by prefix, by a part of the name (case counts), or those given. */
export const describeLogGroups =
  (store: LogStore, metricFilters: FilterTable<MetricFilter>) =>
  (input: DescribeLogGroupsRequest, context: CallContext): DescribeLogGroupsResponse => {
    const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass } = input;
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
      throw invalidParameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      );
    if (logGroupIdentifiers && (logGroupNamePrefix ?? logGroupNamePattern) !== undefined)
      throw invalidParameter(
        "LogGroup identifiers cannot be combined with a LogGroup name prefix or pattern.",
      );
    refuseFields(
      "InvalidParameterException",
      { ...input, includeLinkedAccounts: input.includeLinkedAccounts || undefined },
      {
        accountIdentifiers: "it has one account.",
        includeLinkedAccounts: "it has one account.",
      },
    );
    const groups = logGroupIdentifiers
      ? logGroupIdentifiers.map((logGroupIdentifier) =>
          findLogGroup(store, context, { logGroupIdentifier }),
        )
      : store.groups
          .list(context.region)
          .filter(
            ({ name }) =>
              name.startsWith(logGroupNamePrefix ?? "") && name.includes(logGroupNamePattern ?? ""),
          );
    const wanted = logGroupClass === undefined || logGroupClass === "STANDARD" ? groups : [];
    const page = pageOf(wanted, ({ name }) => name, input.nextToken, input.limit ?? 50);
    return {
      logGroups: page.items.map((group) => ({
        logGroupName: group.name,
        creationTime: group.createdMs,
        retentionInDays: group.retentionDays,
        metricFilterCount: metricFilters.of(group.region, group.name).length,
        arn: `${logGroupArn(context, group.name)}:*`,
        storedBytes: group.storedBytes,
        logGroupClass: "STANDARD",
        logGroupArn: logGroupArn(context, group.name),
        deletionProtectionEnabled: group.deletionProtected,
      })),
      nextToken: page.nextToken,
    };
  };
