import type * as api from "@aws-sdk/client-kinesis";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { inUse, invalidArgument, limitExceeded, validation } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import {
  describeShard,
  divideHashes,
  openShards,
  shardIndex,
  type Stream,
  streamArn,
} from "../stream.ts";
import type { KinesisStore } from "../stream-store.ts";
import { checkTags } from "../tags.ts";

const onDemandShards = 4;
/** Of an account in a region (Kinesis developer guide, "Quotas and limits"; 500 in the three largest regions). */
const mostShards = 500;
const mostOnDemandStreams = 50;
const shownShards = 100;
const shownStreams = 100;

/** Making, describing and deleting streams. */
export function streamOperations(store: KinesisStore) {
  return {
    CreateStream(input: api.CreateStreamInput, { region, accountId }: CallContext): void {
      const name = input.StreamName ?? "";
      const mode = input.StreamModeDetails?.StreamMode ?? "PROVISIONED";
      refuseAutomatic(input);
      const shardCount = input.ShardCount;
      if (mode === "ON_DEMAND" && shardCount !== undefined)
        throw validation("ShardCount must not be provided for a stream in on-demand mode.");
      if (mode === "PROVISIONED" && shardCount === undefined)
        throw validation("ShardCount is required for a stream in provisioned mode.");
      if (mode === "PROVISIONED" && input.WarmThroughputMiBps !== undefined)
        throw validation("WarmThroughputMiBps is for streams in on-demand mode only.");
      if (store.byArn(streamArn({ region, accountId, name })))
        throw inUse(`Stream ${name} under account ${accountId} already exists.`);
      const added = shardCount ?? onDemandShards;
      checkLimits(store, { region, accountId }, mode, added);
      const nowMs = store.clock.now();
      const stream: Stream = {
        id: store.nextId(),
        region,
        accountId,
        name,
        mode,
        createdMs: nowMs,
        shards: divideHashes(added).map((range, index) => ({ index, createdMs: nowMs, ...range })),
        retentionHours: 24,
        largestRecordKiB: input.MaxRecordSizeInKiB ?? 1024,
        shardLevelMetrics: [],
        ...(input.WarmThroughputMiBps !== undefined && {
          warmThroughputMiBps: input.WarmThroughputMiBps,
        }),
        consumers: [],
        tags: checkTags(input.Tags),
        change: { status: "CREATING", untilMs: nowMs + store.settleMs },
      };
      store.save(stream);
    },

    DeleteStream(input: api.DeleteStreamInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      if (stream.consumers.length > 0 && input.EnforceConsumerDeletion !== true)
        throw inUse(
          `Stream ${stream.name} under account ${stream.accountId} has registered consumers. Deregister them, or set EnforceConsumerDeletion.`,
        );
      if (stream.change.status !== "DELETING") store.delete(stream);
    },

    DescribeStream(input: api.DescribeStreamInput, context: CallContext) {
      const stream = findStream(store, input, context);
      const { ExclusiveStartShardId: after, Limit: limit = shownShards } = input;
      const isReady = store.statusOf(stream) !== "CREATING";
      const shards = isReady ? store.shards(stream) : [];
      const left =
        after === undefined ? shards : shards.filter(({ index }) => index > shardIndex(after));
      const size = Math.min(limit, shownShards);
      return {
        StreamDescription: {
          ...describe(store, stream),
          Shards: left.slice(0, size).map(describeShard),
          HasMoreShards: left.length > size,
        },
      };
    },

    DescribeStreamSummary(input: api.DescribeStreamSummaryInput, context: CallContext) {
      const stream = findStream(store, input, context);
      const { warmThroughputMiBps: warm, largestRecordKiB } = stream;
      return {
        StreamDescriptionSummary: {
          ...describe(store, stream),
          OpenShardCount: openShards(stream).length,
          ConsumerCount: stream.consumers.length,
          MaxRecordSizeInKiB: largestRecordKiB,
          ...(warm !== undefined && {
            WarmThroughput: { TargetMiBps: warm, CurrentMiBps: warm },
          }),
        },
      };
    },

    ListStreams(input: api.ListStreamsInput, { region }: CallContext) {
      const { ExclusiveStartStreamName: start, NextToken: token, Limit: limit } = input;
      const after = token === undefined ? start : Buffer.from(token, "base64url").toString();
      const all = store.list(region).filter(({ name }) => after === undefined || name > after);
      const page = all.slice(0, Math.min(limit ?? shownStreams, shownStreams));
      const more = all.length > page.length;
      return {
        StreamNames: page.map(({ name }) => name),
        HasMoreStreams: more,
        ...(more && { NextToken: Buffer.from(page.at(-1)?.name ?? "").toString("base64url") }),
        StreamSummaries: page.map((stream) => ({
          StreamName: stream.name,
          StreamARN: streamArn(stream),
          StreamStatus: store.statusOf(stream),
          StreamModeDetails: { StreamMode: stream.mode },
          StreamCreationTimestamp: new Date(stream.createdMs),
        })),
      };
    },

    DescribeLimits: (_input: api.DescribeLimitsInput, { region }: CallContext) => ({
      ShardLimit: mostShards,
      OpenShardCount: shardCountOf(store, region),
      OnDemandStreamCount: onDemandCountOf(store, region),
      OnDemandStreamCountLimit: mostOnDemandStreams,
    }),

    UpdateStreamMode(input: api.UpdateStreamModeInput, context: CallContext): void {
      const stream = findStream(store, input, context);
      const mode = input.StreamModeDetails?.StreamMode ?? stream.mode;
      store.requireActive(stream);
      if (mode === stream.mode)
        throw invalidArgument(`Stream ${stream.name} is already in the mode ${mode}.`);
      if (mode === "ON_DEMAND") checkLimits(store, context, mode, 0);
      const { warmThroughputMiBps: _old, ...rest } = stream;
      const warm = input.WarmThroughputMiBps;
      if (warm !== undefined && mode === "PROVISIONED")
        throw validation("WarmThroughputMiBps is for streams in on-demand mode only.");
      store.save(
        { ...rest, mode, ...(warm !== undefined && { warmThroughputMiBps: warm }) },
        "UPDATING",
      );
    },

    UpdateStreamWarmThroughput(input: api.UpdateStreamWarmThroughputInput, context: CallContext) {
      const stream = findStream(store, input, context);
      const warmThroughputMiBps = input.WarmThroughputMiBps ?? 0;
      if (stream.mode !== "ON_DEMAND")
        throw validation("WarmThroughputMiBps is for streams in on-demand mode only.");
      store.requireActive(stream);
      store.save({ ...stream, warmThroughputMiBps }, "UPDATING");
      return {
        StreamARN: streamArn(stream),
        StreamName: stream.name,
        WarmThroughput: {
          TargetMiBps: warmThroughputMiBps,
          CurrentMiBps: stream.warmThroughputMiBps ?? 0,
        },
      };
    },
  };
}

function refuseAutomatic(input: api.CreateStreamInput): void {
  const automatic = input.RecordDistributionStrategy === "AUTO";
  refuseFields(
    "InvalidArgumentException",
    { ...input, RecordDistributionStrategy: automatic || undefined },
    { RecordDistributionStrategy: "records go to shards by their partition keys." },
  );
}

function describe(store: KinesisStore, stream: Stream) {
  const { keyId } = stream;
  return {
    StreamName: stream.name,
    StreamARN: streamArn(stream),
    StreamStatus: store.statusOf(stream),
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: new Date(stream.createdMs),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.shardLevelMetrics] as never[] }],
    EncryptionType: keyId === undefined ? ("NONE" as const) : ("KMS" as const),
    ...(keyId !== undefined && { KeyId: keyId }),
  };
}

const shardCountOf = (store: KinesisStore, region: string): number =>
  store
    .list(region)
    .filter(({ mode }) => mode === "PROVISIONED")
    .reduce((sum, stream) => sum + openShards(stream).length, 0);

const onDemandCountOf = (store: KinesisStore, region: string): number =>
  store.list(region).filter(({ mode }) => mode === "ON_DEMAND").length;

function checkLimits(
  store: KinesisStore,
  { region, accountId }: { region: string; accountId: string },
  mode: "PROVISIONED" | "ON_DEMAND",
  added: number,
): void {
  if (mode === "PROVISIONED") return checkShardLimit(store, { region, accountId }, added);
  if (onDemandCountOf(store, region) >= mostOnDemandStreams)
    throw limitExceeded(
      `This request would exceed the on-demand stream limit of ${mostOnDemandStreams} for the account ${accountId} in ${region}.`,
    );
}

/** Throws LimitExceededException when the account would have too many shards. */
export function checkShardLimit(
  store: KinesisStore,
  { region, accountId }: { region: string; accountId: string },
  added: number,
): void {
  const count = shardCountOf(store, region);
  if (count + added > mostShards)
    throw limitExceeded(
      `This request would exceed the shard limit for the account ${accountId} in ${region}. ` +
        `Current shard count for the account: ${count}. Limit: ${mostShards}. ` +
        `Number of additional shards that would have resulted from this request: ${added}. ` +
        "Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) " +
        "for current limits and how to request higher limits.",
    );
}
