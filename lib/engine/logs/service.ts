import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { logsConstraints } from "./constraints.ts";
import type { FilterTable, MetricFilter, SubscriptionFilter } from "./filters/filter-table.ts";
import type { QueryDefinitionTable } from "./insights/query-definition-table.ts";
import type { QueryRuns } from "./insights/query-runs.ts";
import type { LogStore } from "./log-store.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { describeQueries, listLogGroupsForQuery } from "./operations/describe-queries.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { getLogGroupFields, getLogRecord } from "./operations/get-log-record.ts";
import { getQueryResults } from "./operations/get-query-results.ts";
import { listLogGroups } from "./operations/list-log-groups.ts";
import { listTagsForResource, listTagsLogGroup } from "./operations/list-tags-for-resource.ts";
import {
  deleteMetricFilter,
  describeMetricFilters,
  putMetricFilter,
} from "./operations/metric-filters.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putLogGroupDeletionProtection } from "./operations/put-log-group-deletion-protection.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import {
  deleteQueryDefinition,
  describeQueryDefinitions,
  putQueryDefinition,
} from "./operations/query-definitions.ts";
import { startLiveTail } from "./operations/start-live-tail.ts";
import { startQuery } from "./operations/start-query.ts";
import { stopQuery } from "./operations/stop-query.ts";
import {
  deleteSubscriptionFilter,
  describeSubscriptionFilters,
  type FindFunction,
  putSubscriptionFilter,
} from "./operations/subscription-filters.ts";
import { tagLogGroup, tagResource } from "./operations/tag-resource.ts";
import { testMetricFilter } from "./operations/test-metric-filter.ts";
import { untagLogGroup, untagResource } from "./operations/untag-resource.ts";
import { refusedOperations } from "./refused-operations.ts";

export interface LogsDeps {
  store: LogStore;
  queries: QueryRuns;
  definitions: QueryDefinitionTable;
  metricFilters: FilterTable<MetricFilter>;
  subscriptionFilters: FilterTable<SubscriptionFilter>;
  findFunction: FindFunction;
  clock: Clock;
}

/** CloudWatch Logs: groups, streams, events, filter patterns, retention, live tail, queries, and filters that pass events on. */
export function createLogsService(deps: LogsDeps): Service {
  return {
    id: "cloudwatch-logs",
    signingName: "logs",
    schemas: () => import("@aws-sdk/client-cloudwatch-logs"),
    protocols: ["awsJson1.1"],
    targetPrefix: "Logs_20140328",
    constraints: logsConstraints,
    validationErrorCode: "InvalidParameterException",
    operations: { ...refusedOperations, ...implementedOperations(deps) },
    differences: [
      "Subscription filters reach functions only.",
      "Queries and their results are forgotten when the engine ends; percentiles and distinct counts of many values are near, not exact.",
    ],
  };
}

export function implementedOperations(deps: LogsDeps) {
  const { store, queries, definitions, metricFilters, subscriptionFilters, clock } = deps;
  return {
    CreateLogGroup: createLogGroup(store, clock),
    CreateLogStream: createLogStream(store, clock),
    DeleteLogGroup: deleteLogGroup(store, [metricFilters, subscriptionFilters]),
    DeleteLogStream: deleteLogStream(store),
    DeleteMetricFilter: deleteMetricFilter(store, metricFilters),
    DeleteQueryDefinition: deleteQueryDefinition(definitions),
    DeleteRetentionPolicy: deleteRetentionPolicy(store),
    DeleteSubscriptionFilter: deleteSubscriptionFilter(store, subscriptionFilters),
    DescribeLogGroups: describeLogGroups(store, metricFilters),
    DescribeLogStreams: describeLogStreams(store),
    DescribeMetricFilters: describeMetricFilters(store, metricFilters),
    DescribeQueries: describeQueries(queries),
    DescribeQueryDefinitions: describeQueryDefinitions(definitions),
    DescribeSubscriptionFilters: describeSubscriptionFilters(store, subscriptionFilters),
    FilterLogEvents: filterLogEvents(store),
    GetLogEvents: getLogEvents(store),
    GetLogGroupFields: getLogGroupFields(store, clock),
    GetLogRecord: getLogRecord(store),
    GetQueryResults: getQueryResults(queries),
    ListLogGroups: listLogGroups(store),
    ListLogGroupsForQuery: listLogGroupsForQuery(queries),
    ListTagsForResource: listTagsForResource(store),
    ListTagsLogGroup: listTagsLogGroup(store),
    PutLogEvents: putLogEvents(store, clock),
    PutLogGroupDeletionProtection: putLogGroupDeletionProtection(store),
    PutMetricFilter: putMetricFilter(store, metricFilters, clock),
    PutQueryDefinition: putQueryDefinition(definitions, clock),
    PutRetentionPolicy: putRetentionPolicy(store),
    PutSubscriptionFilter: putSubscriptionFilter(
      store,
      subscriptionFilters,
      deps.findFunction,
      clock,
    ),
    StartLiveTail: startLiveTail(store, clock),
    StartQuery: startQuery(store, queries),
    StopQuery: stopQuery(queries),
    TagLogGroup: tagLogGroup(store),
    TagResource: tagResource(store),
    TestMetricFilter: testMetricFilter,
    UntagLogGroup: untagLogGroup(store),
    UntagResource: untagResource(store),
  };
}
