import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const needed: Constraint = { required: true };
const word: Constraint = { min: 1, max: 128, pattern: "[a-zA-Z0-9_.-]+" };
const requiredWord: Constraint = { ...word, required: true };
const streamArn: Constraint = {
  min: 1,
  max: 2048,
  pattern: "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+",
};
const requiredStreamArn: Constraint = { ...streamArn, required: true };
const resourceArn: Constraint = {
  required: true,
  min: 1,
  max: 2048,
  pattern: "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+",
};
const consumerArn: Constraint = {
  min: 1,
  max: 2048,
  pattern:
    "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
};
const id: Rules = { StreamId: { min: 1, max: 24, pattern: "[a-z0-9]{20}-[a-z0-9]{3}" } };
const onStream: Rules = { StreamName: word, StreamARN: streamArn, ...id };
const onResource: Rules = { ResourceARN: resourceArn, ...id };
const tags: Rules = {
  Tags: { min: 1, max: 200 },
  "Tags{key}": { min: 1, max: 128 },
  "Tags{value}": { min: 0, max: 256 },
};
const requiredTags: Rules = { ...tags, Tags: { required: true, min: 1, max: 200 } };
const tagKeys: Rules = {
  TagKeys: { required: true, min: 1, max: 50 },
  "TagKeys[]": { min: 1, max: 128 },
};
const page: Rules = { NextToken: { min: 1, max: 1_048_576 }, MaxResults: { min: 1, max: 10_000 } };
const mode = (required: boolean): Rules => ({
  ...(required && { StreamModeDetails: needed }),
  "StreamModeDetails.StreamMode": { required: true, enum: ["PROVISIONED", "ON_DEMAND"] },
});
const hash = "0|([1-9]\\d{0,38})";
const sequence: Constraint = { pattern: "0|([1-9]\\d{0,128})" };
const positions = [
  "AT_SEQUENCE_NUMBER",
  "AFTER_SEQUENCE_NUMBER",
  "TRIM_HORIZON",
  "LATEST",
  "AT_TIMESTAMP",
];
const record = (path: string): Rules => ({
  [`${path}Data`]: { required: true, min: 0, max: 10_485_760 },
  [`${path}PartitionKey`]: { required: true, min: 1, max: 256 },
  [`${path}ExplicitHashKey`]: { pattern: hash },
});
const encryption: Rules = {
  EncryptionType: { required: true, enum: ["NONE", "KMS"] },
  KeyId: { required: true, min: 1, max: 2048 },
  ...onStream,
};
const monitoring: Rules = {
  ShardLevelMetrics: { required: true, min: 1, max: 7 },
  "ShardLevelMetrics[]": {
    enum: [
      "IncomingBytes",
      "IncomingRecords",
      "OutgoingBytes",
      "OutgoingRecords",
      "WriteProvisionedThroughputExceeded",
      "ReadProvisionedThroughputExceeded",
      "IteratorAgeMilliseconds",
      "ALL",
    ],
  },
  ...onStream,
};
const consumer: Rules = {
  StreamARN: streamArn,
  ConsumerName: word,
  ConsumerARN: consumerArn,
  ...id,
};
const retention: Rules = { RetentionPeriodHours: needed, ...onStream };
const recordSize: Constraint = { min: 1024, max: 10_240 };

/** AWS's own constraints (API model 2013-12-02) of the operations that the engine has. */
export const kinesisConstraints: ConstraintTable = {
  AddTagsToStream: { ...requiredTags, ...onStream },
  CreateStream: {
    StreamName: requiredWord,
    ShardCount: { min: 1 },
    ...mode(false),
    ...tags,
    WarmThroughputMiBps: { min: 0 },
    MaxRecordSizeInKiB: recordSize,
  },
  DecreaseStreamRetentionPeriod: retention,
  DeleteResourcePolicy: onResource,
  DeleteStream: onStream,
  DeregisterStreamConsumer: consumer,
  DescribeStream: { ...onStream, Limit: { min: 1, max: 10_000 }, ExclusiveStartShardId: word },
  DescribeStreamConsumer: consumer,
  DescribeStreamSummary: onStream,
  DisableEnhancedMonitoring: monitoring,
  EnableEnhancedMonitoring: monitoring,
  GetRecords: {
    ShardIterator: { required: true, min: 1, max: 512 },
    Limit: { min: 1, max: 10_000 },
    StreamARN: streamArn,
    ...id,
  },
  GetResourcePolicy: onResource,
  GetShardIterator: {
    ShardId: requiredWord,
    ShardIteratorType: { required: true, enum: positions },
    StartingSequenceNumber: sequence,
    ...onStream,
  },
  IncreaseStreamRetentionPeriod: retention,
  ListShards: {
    ...page,
    ExclusiveStartShardId: word,
    "ShardFilter.Type": {
      required: true,
      enum: [
        "AFTER_SHARD_ID",
        "AT_TRIM_HORIZON",
        "FROM_TRIM_HORIZON",
        "AT_LATEST",
        "AT_TIMESTAMP",
        "FROM_TIMESTAMP",
      ],
    },
    "ShardFilter.ShardId": word,
    ...onStream,
  },
  ListStreamConsumers: { StreamARN: requiredStreamArn, ...page, ...id },
  ListStreams: {
    Limit: { min: 1, max: 10_000 },
    ExclusiveStartStreamName: word,
    NextToken: { min: 1, max: 1_048_576 },
  },
  ListTagsForResource: onResource,
  ListTagsForStream: {
    ...onStream,
    ExclusiveStartTagKey: { min: 1, max: 128 },
    Limit: { min: 1, max: 50 },
  },
  MergeShards: { ShardToMerge: requiredWord, AdjacentShardToMerge: requiredWord, ...onStream },
  PutRecord: { ...record(""), SequenceNumberForOrdering: sequence, ...onStream },
  PutRecords: {
    Records: { required: true, min: 1, max: 500 },
    ...record("Records[]."),
    ...onStream,
  },
  PutResourcePolicy: { ...onResource, Policy: needed },
  RegisterStreamConsumer: {
    StreamARN: requiredStreamArn,
    ConsumerName: requiredWord,
    ...id,
    ...tags,
  },
  RemoveTagsFromStream: { ...tagKeys, ...onStream },
  SplitShard: {
    ShardToSplit: requiredWord,
    NewStartingHashKey: { required: true, pattern: hash },
    ...onStream,
  },
  StartStreamEncryption: encryption,
  StopStreamEncryption: encryption,
  SubscribeToShard: {
    ConsumerARN: { ...consumerArn, required: true },
    ShardId: requiredWord,
    StartingPosition: needed,
    ...id,
    "StartingPosition.Type": { required: true, enum: positions },
    "StartingPosition.SequenceNumber": sequence,
  },
  TagResource: { ...requiredTags, ...onResource },
  UntagResource: { ...tagKeys, ...onResource },
  UpdateMaxRecordSize: {
    MaxRecordSizeInKiB: { required: true, ...recordSize },
    StreamARN: streamArn,
    ...id,
  },
  UpdateShardCount: {
    TargetShardCount: { required: true, min: 1 },
    ScalingType: { required: true, enum: ["UNIFORM_SCALING"] },
    ...onStream,
  },
  UpdateStreamMode: {
    StreamARN: requiredStreamArn,
    ...id,
    ...mode(true),
    WarmThroughputMiBps: { min: 0 },
  },
  UpdateStreamWarmThroughput: { WarmThroughputMiBps: { required: true, min: 0 }, ...onStream },
};
