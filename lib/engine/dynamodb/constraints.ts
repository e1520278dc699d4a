import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

// DynamoDB's own constraints (API model 2012-08-10) for what the engine implements.

type Rules = Record<string, Constraint>;

const needed: Constraint = { required: true };
const TableName: Constraint = { required: true, min: 1, max: 1024 };
const indexName: Constraint = { min: 3, max: 255, pattern: "[a-zA-Z0-9_.-]+" };
const attributeName: Constraint = { required: true, min: 1, max: 255 };
const ReturnConsumedCapacity: Constraint = { enum: ["INDEXES", "TOTAL", "NONE"] };
const ReturnValues: Constraint = {
  enum: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"],
};
const ReturnItemCollectionMetrics: Constraint = { enum: ["SIZE", "NONE"] };
const ReturnValuesOnConditionCheckFailure: Constraint = { enum: ["ALL_OLD", "NONE"] };
const Select: Constraint = {
  enum: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
};

const keySchema = (path: string, required: boolean): Rules => ({
  [path]: { required, min: 1 },
  [`${path}[].AttributeName`]: attributeName,
  [`${path}[].KeyType`]: { required: true, enum: ["HASH", "RANGE"] },
});

const projection = (path: string): Rules => ({
  [path]: needed,
  [`${path}.ProjectionType`]: { enum: ["ALL", "INCLUDE", "KEYS_ONLY"] },
  [`${path}.NonKeyAttributes`]: { min: 1, max: 20 },
  [`${path}.NonKeyAttributes[]`]: { min: 1, max: 255 },
});

const throughput = (path: string): Rules => ({
  [`${path}.ReadCapacityUnits`]: { required: true, min: 1 },
  [`${path}.WriteCapacityUnits`]: { required: true, min: 1 },
});

const attributes = (required: boolean): Rules => ({
  AttributeDefinitions: { required },
  "AttributeDefinitions[].AttributeName": attributeName,
  "AttributeDefinitions[].AttributeType": { required: true, enum: ["B", "N", "S"] },
});

const index = (path: string): Rules => ({
  [`${path}.IndexName`]: { required: true, ...indexName },
  ...keySchema(`${path}.KeySchema`, true),
  ...projection(`${path}.Projection`),
});

const stream: Rules = {
  "StreamSpecification.StreamEnabled": needed,
  "StreamSpecification.StreamViewType": {
    enum: ["OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY", "NEW_IMAGE"],
  },
};

const tableSettings: Rules = {
  BillingMode: { enum: ["PROVISIONED", "PAY_PER_REQUEST"] },
  ...throughput("ProvisionedThroughput"),
  ...stream,
  TableClass: { enum: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"] },
};

const tags = (required: boolean): Rules => ({
  Tags: { required },
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 0, max: 256 },
});

const resourceArn: Constraint = { required: true, min: 1, max: 1283 };

const write: Rules = {
  TableName,
  ReturnValues,
  ReturnConsumedCapacity,
  ReturnItemCollectionMetrics,
  ReturnValuesOnConditionCheckFailure,
};

const read: Rules = {
  TableName,
  IndexName: indexName,
  Select,
  Limit: { min: 1 },
  ReturnConsumedCapacity,
};

const transacted = (path: string, ...members: string[]): Rules => ({
  [`${path}.TableName`]: TableName,
  [`${path}.ReturnValuesOnConditionCheckFailure`]: ReturnValuesOnConditionCheckFailure,
  ...Object.fromEntries(members.map((member) => [`${path}.${member}`, needed])),
});

export const dynamoDbConstraints: ConstraintTable = {
  BatchGetItem: {
    RequestItems: { required: true, min: 1, max: 100 },
    "RequestItems{key}": { min: 1, max: 1024 },
    "RequestItems{value}.Keys": { required: true, min: 1, max: 100 },
    ReturnConsumedCapacity,
  },
  BatchWriteItem: {
    RequestItems: { required: true, min: 1, max: 25 },
    "RequestItems{key}": { min: 1, max: 1024 },
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
  },
  CreateTable: {
    ...attributes(true),
    TableName,
    ...keySchema("KeySchema", true),
    ...index("LocalSecondaryIndexes[]"),
    ...index("GlobalSecondaryIndexes[]"),
    ...throughput("GlobalSecondaryIndexes[].ProvisionedThroughput"),
    ...tableSettings,
    ...tags(false),
  },
  DeleteItem: { ...write, Key: needed },
  DeleteTable: { TableName },
  DescribeTable: { TableName },
  DescribeTimeToLive: { TableName },
  GetItem: { TableName, Key: needed, ReturnConsumedCapacity },
  ListTables: { ExclusiveStartTableName: indexName, Limit: { min: 1, max: 100 } },
  ListTagsOfResource: { ResourceArn: resourceArn },
  PutItem: { ...write, Item: needed },
  Query: read,
  Scan: {
    ...read,
    TotalSegments: { min: 1, max: 1_000_000 },
    Segment: { min: 0, max: 999_999 },
  },
  TagResource: { ResourceArn: resourceArn, ...tags(true) },
  TransactGetItems: {
    TransactItems: { required: true, min: 1, max: 100 },
    "TransactItems[].Get": needed,
    "TransactItems[].Get.Key": needed,
    "TransactItems[].Get.TableName": TableName,
    ReturnConsumedCapacity,
  },
  TransactWriteItems: {
    TransactItems: { required: true, min: 1, max: 100 },
    ...transacted("TransactItems[].ConditionCheck", "Key", "ConditionExpression"),
    ...transacted("TransactItems[].Put", "Item"),
    ...transacted("TransactItems[].Delete", "Key"),
    ...transacted("TransactItems[].Update", "Key", "UpdateExpression"),
    ClientRequestToken: { min: 1, max: 36 },
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
  },
  UntagResource: { ResourceArn: resourceArn, TagKeys: needed },
  UpdateItem: { ...write, Key: needed },
  UpdateTable: {
    ...attributes(false),
    TableName,
    ...tableSettings,
    ...index("GlobalSecondaryIndexUpdates[].Create"),
    ...throughput("GlobalSecondaryIndexUpdates[].Create.ProvisionedThroughput"),
    "GlobalSecondaryIndexUpdates[].Update.IndexName": { required: true, ...indexName },
    ...throughput("GlobalSecondaryIndexUpdates[].Update.ProvisionedThroughput"),
    "GlobalSecondaryIndexUpdates[].Delete.IndexName": { required: true, ...indexName },
  },
  UpdateTimeToLive: {
    TableName,
    TimeToLiveSpecification: needed,
    "TimeToLiveSpecification.Enabled": needed,
    "TimeToLiveSpecification.AttributeName": attributeName,
  },
};

const StreamArn: Constraint = { required: true, min: 37, max: 1024 };
const ShardId: Constraint = { required: true, min: 28, max: 65 };

export const streamConstraints: ConstraintTable = {
  DescribeStream: {
    StreamArn,
    Limit: { min: 1 },
    ExclusiveStartShardId: { min: 28, max: 65 },
  },
  GetRecords: { ShardIterator: { required: true, min: 1, max: 2048 }, Limit: { min: 1 } },
  GetShardIterator: {
    StreamArn,
    ShardId,
    ShardIteratorType: {
      required: true,
      enum: ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"],
    },
    SequenceNumber: { min: 21, max: 40 },
  },
  ListStreams: {
    TableName: indexName,
    Limit: { min: 1 },
    ExclusiveStartStreamArn: { min: 37, max: 1024 },
  },
};
