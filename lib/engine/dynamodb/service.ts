import type { CallContext, Operation, Service } from "../http/service.ts";
import { dynamoDbConstraints } from "./constraints.ts";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { batchGetItem, batchWriteItem } from "./operations/batch-items.ts";
import { createTable } from "./operations/create-table.ts";
import { getItem } from "./operations/get-item.ts";
import { query, scan } from "./operations/query-and-scan.ts";
import {
  deleteTable,
  describeEndpoints,
  describeLimits,
  describeTable,
  listTables,
} from "./operations/tables.ts";
import { describeTimeToLive, updateTimeToLive } from "./operations/time-to-live.ts";
import { transactGetItems, transactWriteItems } from "./operations/transactions.ts";
import { updateTable } from "./operations/update-table.ts";
import { deleteItem, putItem, updateItem } from "./operations/write-items.ts";
import { listTagsOfResource, tagResource, untagResource } from "./tags.ts";

/** Amazon DynamoDB of the local cloud: tables with indexes and streams, items, expressions, transactions. */
export function createDynamoDbService(deps: DynamoDbDeps): Service {
  const bind =
    <Input>(run: (deps: DynamoDbDeps, input: Input, context: CallContext) => object) =>
    (input: Input, context: CallContext) =>
      run(deps, input, context);
  const operations: Record<string, Operation> = {
    BatchGetItem: bind(batchGetItem),
    BatchWriteItem: bind(batchWriteItem),
    CreateTable: bind(createTable),
    DeleteItem: bind(deleteItem),
    DeleteTable: bind(deleteTable),
    DescribeEndpoints: bind(describeEndpoints),
    DescribeLimits: bind(describeLimits),
    DescribeTable: bind(describeTable),
    DescribeTimeToLive: bind(describeTimeToLive),
    GetItem: bind(getItem),
    ListTables: bind(listTables),
    ListTagsOfResource: bind(listTagsOfResource),
    PutItem: bind(putItem),
    Query: bind(query),
    Scan: bind(scan),
    TagResource: bind(tagResource),
    TransactGetItems: bind(transactGetItems),
    TransactWriteItems: bind(transactWriteItems),
    UntagResource: bind(untagResource),
    UpdateItem: bind(updateItem),
    UpdateTable: bind(updateTable),
    UpdateTimeToLive: bind(updateTimeToLive),
  };
  return {
    id: "dynamodb",
    signingName: "dynamodb",
    schemas: () => import("@aws-sdk/client-dynamodb"),
    protocols: ["awsJson1.0"],
    targetPrefix: "DynamoDB_20120810",
    constraints: dynamoDbConstraints,
    differences: [
      "Capacity is counted and told, but nothing is throttled; reads are always consistent.",
      "Parameters from before there were expressions (Expected, AttributeUpdates, KeyConditions and the like) are refused.",
    ],
    operations,
    others: "there is no PartiQL, and tables are neither backed up, exported nor replicated.",
  };
}
