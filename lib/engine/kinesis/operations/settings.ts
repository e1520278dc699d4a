import type * as api from "@aws-sdk/client-kinesis";
import type { CallContext } from "../../http/service.ts";
import { invalidArgument } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import { type Stream, streamArn } from "../stream.ts";
import type { KinesisStore } from "../stream-store.ts";

const shortestHours = 24;
const longestHours = 8760;

const shardMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

/** How long records are kept, how large they may be, and what else a stream can be told. */
export function settingOperations(store: KinesisStore) {
  const monitor = (
    input: api.EnableEnhancedMonitoringInput,
    context: CallContext,
    change: (before: readonly string[], named: readonly string[]) => string[],
  ) => {
    const stream = findStream(store, input, context);
    store.requireActive(stream);
    const named = input.ShardLevelMetrics?.includes("ALL")
      ? shardMetrics
      : [...(input.ShardLevelMetrics ?? [])];
    const wanted = change(stream.shardLevelMetrics, named);
    store.save({ ...stream, shardLevelMetrics: wanted }, "UPDATING");
    return {
      StreamName: stream.name,
      StreamARN: streamArn(stream),
      CurrentShardLevelMetrics: [...stream.shardLevelMetrics],
      DesiredShardLevelMetrics: wanted,
    };
  };
  const keep = (stream: Stream, retentionHours: number): void => {
    store.requireActive(stream);
    const kept = { ...stream, retentionHours };
    store.save(kept, "UPDATING");
    store.trim(kept);
  };
  return {
    IncreaseStreamRetentionPeriod(
      input: api.IncreaseStreamRetentionPeriodInput,
      context: CallContext,
    ): void {
      const stream = findStream(store, input, context);
      const hours = checkHours(input.RetentionPeriodHours ?? 0);
      if (hours < stream.retentionHours)
        throw invalidArgument(
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
        );
      if (hours !== stream.retentionHours) keep(stream, hours);
    },

    DecreaseStreamRetentionPeriod(
      input: api.DecreaseStreamRetentionPeriodInput,
      context: CallContext,
    ): void {
      const stream = findStream(store, input, context);
      const hours = checkHours(input.RetentionPeriodHours ?? 0);
      if (hours > stream.retentionHours)
        throw invalidArgument(
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
        );
      if (hours !== stream.retentionHours) keep(stream, hours);
    },

    UpdateMaxRecordSize(input: api.UpdateMaxRecordSizeInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      store.requireActive(stream);
      const largestRecordKiB = input.MaxRecordSizeInKiB ?? stream.largestRecordKiB;
      store.save({ ...stream, largestRecordKiB }, "UPDATING");
    },

    EnableEnhancedMonitoring: (input: api.EnableEnhancedMonitoringInput, context: CallContext) =>
      monitor(input, context, (before, named) =>
        shardMetrics.filter((name) => before.includes(name) || named.includes(name)),
      ),

    DisableEnhancedMonitoring: (input: api.DisableEnhancedMonitoringInput, context: CallContext) =>
      monitor(input, context, (before, named) => before.filter((name) => !named.includes(name))),

    StartStreamEncryption(input: api.StartStreamEncryptionInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      if (input.EncryptionType !== "KMS")
        throw invalidArgument("EncryptionType must be KMS to start the encryption of a stream.");
      store.requireActive(stream);
      store.save({ ...stream, keyId: input.KeyId ?? "" }, "UPDATING");
    },

    StopStreamEncryption(input: api.StopStreamEncryptionInput, context: CallContext): void {
      const { keyId: _old, ...plain } = findStream(store, input, context);
      if (input.EncryptionType !== "KMS")
        throw invalidArgument("EncryptionType must be KMS to stop the encryption of a stream.");
      store.requireActive(plain);
      store.save(plain, "UPDATING");
    },
  };
}

function checkHours(hours: number): number {
  if (hours < shortestHours)
    throw invalidArgument(
      `Minimum allowed retention period is ${shortestHours} hours. Requested retention period (${hours} hours) is too short.`,
    );
  if (hours > longestHours)
    throw invalidArgument(
      `Maximum allowed retention period is ${longestHours} hours. Requested retention period (${hours} hours) is too long.`,
    );
  return hours;
}
