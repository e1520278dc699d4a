import type {
  DeleteTableInput,
  DeleteTableOutput,
  DescribeEndpointsResponse,
  DescribeLimitsOutput,
  DescribeTableInput,
  DescribeTableOutput,
  ListTablesInput,
  ListTablesOutput,
} from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../http/service.ts";
import { describe } from "../describe.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid } from "../errors.ts";
import { streamArn } from "../table.ts";

export function describeTable(
  deps: DynamoDbDeps,
  input: DescribeTableInput,
  { region }: CallContext,
): DescribeTableOutput {
  return { Table: describe(deps, deps.tables.require(region, input.TableName)) };
}

/** Deletes a table with all its items. Its stream stays readable for a day. */
export function deleteTable(
  deps: DynamoDbDeps,
  input: DeleteTableInput,
  { region }: CallContext,
): DeleteTableOutput {
  const table = deps.tables.requireSettled(region, input.TableName);
  if (table.deletionProtection)
    throw invalid(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  if (table.stream) deps.streams.close(streamArn(table, table.stream.label));
  const { ProvisionedThroughput, TableArn, TableId, ...rest } = describe(
    deps,
    deps.tables.move(table, "DELETING"),
  );
  const { TableName, TableStatus, TableSizeBytes, ItemCount, BillingModeSummary } = rest;
  return {
    TableDescription: {
      TableName,
      TableStatus,
      ProvisionedThroughput,
      TableSizeBytes,
      ItemCount,
      TableArn,
      TableId,
      ...(BillingModeSummary && { BillingModeSummary }),
      DeletionProtectionEnabled: false,
    },
  };
}

export function listTables(
  { tables }: DynamoDbDeps,
  input: ListTablesInput,
  { region }: CallContext,
): ListTablesOutput {
  const { ExclusiveStartTableName: after = "", Limit: limit = 100 } = input;
  const names = tables
    .list(region)
    .map(({ name }) => name)
    .filter((name) => name > after);
  const page = names.slice(0, limit);
  return {
    TableNames: page,
    ...(names.length > page.length && { LastEvaluatedTableName: page.at(-1) }),
  };
}

export function describeLimits(): DescribeLimitsOutput {
  return {
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  };
}

export function describeEndpoints(
  _deps: DynamoDbDeps,
  _input: object,
  { endpoint }: CallContext,
): DescribeEndpointsResponse {
  return { Endpoints: [{ Address: new URL(endpoint).host, CachePeriodInMinutes: 1440 }] };
}
