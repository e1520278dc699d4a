import type * as schemas from "@aws-sdk/client-dynamodb-streams";
import type { Clock } from "../../clock.ts";
import {
  type CallContext,
  type Operation,
  type Service,
  ServiceError,
} from "../../http/service.ts";
import { readStored } from "../attribute-value.ts";
import { streamConstraints } from "../constraints.ts";
import { invalid } from "../errors.ts";
import type { countReads } from "./stream-metrics.ts";
import {
  readSequence,
  sequenceText,
  type SequencedRecord,
  type Stream,
  type StreamStore,
} from "./stream-store.ts";

const iteratorLifetimeMs = 15 * 60_000;
const mostRecords = 1000;

/** DynamoDB Streams: the changes of tables, read shard by shard. A stream is one shard here. */
export function createStreamsService({
  streams,
  clock,
  onRead,
}: {
  streams: StreamStore;
  clock: Clock;
  onRead: ReturnType<typeof countReads>;
}): Service {
  const find = (arn: string | undefined): Stream => {
    const stream = streams.byArn(arn ?? "");
    if (!stream) throw notFound(`Requested resource not found: Stream: ${arn} not found`);
    return stream;
  };
  const operations: Record<string, Operation> = {
    ListStreams(
      input: schemas.ListStreamsInput,
      { region }: CallContext,
    ): schemas.ListStreamsOutput {
      const { Limit: limit = 100, ExclusiveStartStreamArn: after = "" } = input;
      const all = streams.list(region, input.TableName).filter(({ arn }) => arn > after);
      const page = all.slice(0, Math.min(limit, 100));
      return {
        Streams: page.map(({ arn, tableName, label }) => ({
          StreamArn: arn,
          TableName: tableName,
          StreamLabel: label,
        })),
        ...(all.length > page.length && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
      };
    },

    DescribeStream(input: schemas.DescribeStreamInput): schemas.DescribeStreamOutput {
      const stream = find(input.StreamArn);
      const { ended } = stream;
      // Its only shard has no children, and none comes behind it.
      const shown = !input.ExclusiveStartShardId && !input.ShardFilter;
      return {
        StreamDescription: {
          StreamArn: stream.arn,
          StreamLabel: stream.label,
          StreamStatus: ended ? "DISABLED" : "ENABLED",
          StreamViewType: stream.viewType,
          CreationRequestDateTime: new Date(stream.createdMs),
          TableName: stream.tableName,
          KeySchema: [...stream.keySchema],
          Shards: shown
            ? [
                {
                  ShardId: stream.shardId,
                  SequenceNumberRange: {
                    StartingSequenceNumber: sequenceText(stream.startsAfter + 1),
                    ...(ended && {
                      EndingSequenceNumber: sequenceText(
                        Math.max(ended.lastSequence, stream.startsAfter + 1),
                      ),
                    }),
                  },
                },
              ]
            : [],
        },
      };
    },

    GetShardIterator(input: schemas.GetShardIteratorInput): schemas.GetShardIteratorOutput {
      const stream = find(input.StreamArn);
      if (input.ShardId !== stream.shardId)
        throw notFound(
          `Requested resource not found: Shard: ${input.ShardId} in Stream: ${stream.arn} not found`,
        );
      const afterSequence = position(streams, stream, input);
      return { ShardIterator: writeIterator(stream, afterSequence, clock.now()) };
    },

    GetRecords(input: schemas.GetRecordsInput): schemas.GetRecordsOutput {
      const { arn, afterSequence, issuedMs } = readIterator(input.ShardIterator ?? "");
      const stream = find(arn);
      if (issuedMs + iteratorLifetimeMs < clock.now())
        throw new ServiceError(
          "ExpiredIteratorException",
          "Iterator expired. The iterator was created at a time that is more than 15 minutes ago.",
          400,
        );
      const records = streams.read(
        arn,
        afterSequence,
        Math.min(input.Limit ?? mostRecords, mostRecords),
      );
      const bytes = records.reduce((sum, { record }) => sum + record.dynamodb.SizeBytes, 0);
      onRead(stream, { records: records.length, bytes });
      const last = records.at(-1)?.sequence ?? afterSequence;
      const over = stream.ended !== undefined && records.length === 0;
      return {
        Records: records.map(describeRecord) as never[],
        ...(!over && { NextShardIterator: writeIterator(stream, last, clock.now()) }),
      };
    },
  };
  return {
    id: "dynamodb-streams",
    signingName: "dynamodb",
    schemas: () => import("@aws-sdk/client-dynamodb-streams"),
    protocols: ["awsJson1.0"],
    targetPrefix: "DynamoDBStreams_20120810",
    constraints: streamConstraints,
    differences: ["A stream is one shard, which never ends."],
    operations,
  };
}

const notFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", message, 400);

/** The number behind which an iterator begins. */
function position(
  streams: StreamStore,
  stream: Stream,
  input: schemas.GetShardIteratorInput,
): number {
  const { ShardIteratorType: type, SequenceNumber: text } = input;
  if (type === "TRIM_HORIZON") return Math.max(stream.startsAfter, streams.horizon(stream.arn));
  if (type === "LATEST") return streams.lastSequence();
  if (text === undefined)
    throw invalid(`SequenceNumber must be specified for iterator type ${type}`);
  const sequence = readSequence(text);
  if (!Number.isSafeInteger(sequence)) throw invalid(`Invalid SequenceNumber: ${text}`);
  if (sequence <= Math.min(stream.startsAfter, streams.horizon(stream.arn)))
    throw new ServiceError(
      "TrimmedDataAccessException",
      "The requested sequence number is beyond the trim horizon of the stream.",
      400,
    );
  return type === "AT_SEQUENCE_NUMBER" ? sequence - 1 : sequence;
}

const writeIterator = ({ arn }: Stream, afterSequence: number, nowMs: number): string =>
  `${arn}|1|${Buffer.from(JSON.stringify([afterSequence, nowMs])).toString("base64")}`;

function readIterator(text: string): { arn: string; afterSequence: number; issuedMs: number } {
  const [arn = "", , encoded = ""] = text.split("|");
  try {
    const [afterSequence, issuedMs] = JSON.parse(
      Buffer.from(encoded, "base64").toString("utf8"),
    ) as number[];
    if (Number.isSafeInteger(afterSequence) && Number.isSafeInteger(issuedMs))
      return { arn, afterSequence: Number(afterSequence), issuedMs: Number(issuedMs) };
  } catch {
    // Told below.
  }
  throw invalid("Invalid ShardIterator");
}

/** A record with bytes for its binary values. */
function describeRecord({ record }: SequencedRecord): object {
  const { dynamodb, userIdentity, ...rest } = record;
  const image = (stored: object | undefined) => stored && readStored(JSON.stringify(stored));
  return {
    ...rest,
    dynamodb: {
      ...dynamodb,
      ApproximateCreationDateTime: new Date(dynamodb.ApproximateCreationDateTime * 1000),
      Keys: image(dynamodb.Keys),
      NewImage: image(dynamodb.NewImage),
      OldImage: image(dynamodb.OldImage),
    },
    ...(userIdentity && {
      userIdentity: { PrincipalId: userIdentity.principalId, Type: userIdentity.type },
    }),
  };
}
