import * as z from "zod/mini";
import {
  arn,
  bool,
  bytes,
  digits,
  exactly,
  free,
  hex,
  int,
  list,
  num,
  obj,
  oneOf,
  only,
  opt,
  orNull,
  region,
  type Shape,
  type SourceShape,
  str,
  time,
} from "./shape";

const some = (records: z.ZodMiniArray<Shape>) =>
  records.check(z.minLength(1, { error: "at least one record" }));

const kinesisRecords = (carried?: Shape, isCompressed?: boolean) =>
  some(
    list(
      obj({
        kinesis: obj({
          kinesisSchemaVersion: exactly("1.0"),
          partitionKey: str,
          sequenceNumber: digits,
          data: bytes(carried, isCompressed),
          approximateArrivalTimestamp: num,
          encryptionType: opt(str),
        }),
        eventSource: exactly("aws:kinesis"),
        eventVersion: exactly("1.0"),
        eventID: str.check(z.regex(/^shardId-\d{12}:\d+$/, { error: "shard and sequence number" })),
        eventName: exactly("aws:kinesis:record"),
        invokeIdentityArn: arn,
        awsRegion: region,
        eventSourceARN: arn,
      }),
    ),
  );

/** A value as DynamoDB writes it: one member, named after its type. */
const attribute: Shape = z.union([
  obj({ S: str }),
  obj({
    N: str.check(z.regex(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, { error: "a number in a string" })),
  }),
  obj({ BOOL: bool }),
  obj({ NULL: exactly(true) }),
  obj({ B: str }),
  obj({ SS: list(str) }),
  obj({ NS: list(str) }),
  obj({ BS: list(str) }),
  obj({ L: list(z.lazy(() => attribute)) }),
  obj({
    M: z.record(
      str,
      z.lazy(() => attribute),
    ),
  }),
]);

const image = z.record(str, attribute);

const dynamodb = (name: string[]) =>
  obj({
    Records: some(
      list(
        obj({
          eventID: str,
          eventName: oneOf(name),
          eventVersion: str,
          eventSource: exactly("aws:dynamodb"),
          awsRegion: region,
          dynamodb: obj({
            ApproximateCreationDateTime: num,
            Keys: image,
            NewImage: opt(image),
            OldImage: opt(image),
            SequenceNumber: digits,
            SizeBytes: int,
            StreamViewType: oneOf(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]),
          }),
          userIdentity: opt(orNull(obj({ type: str, principalId: str }))),
          eventSourceARN: arn.check(
            z.regex(/:table\/[\w.-]+\/stream\//, { error: "the ARN of a table's stream" }),
          ),
        }),
      ),
    ),
  });

const anyDynamodb = dynamodb(["INSERT", "MODIFY", "REMOVE"]);

const kafka = (about: Record<string, Shape>, carried?: Shape) =>
  obj({
    ...about,
    bootstrapServers: str,
    records: z.record(
      str.check(z.regex(/-\d+$/, { error: "topic and partition, as in orders-0" })),
      some(
        list(
          obj({
            topic: str,
            partition: int,
            offset: int,
            timestamp: int,
            timestampType: oneOf(["CREATE_TIME", "LOG_APPEND_TIME"]),
            key: opt(orNull(bytes())),
            value: opt(orNull(bytes(carried))),
            headers: list(z.record(str, list(int))),
            keySchemaMetadata: opt(free),
            valueSchemaMetadata: opt(free),
          }),
        ),
      ),
    ),
  });

export const streamShapes: Record<string, SourceShape> = {
  kinesis: {
    called: (carried, isCompressed) => obj({ Records: kinesisRecords(carried, isCompressed) }),
  },
  "kinesis-window": {
    called: (carried, isCompressed) =>
      obj({
        Records: kinesisRecords(carried, isCompressed),
        window: obj({ start: time, end: time }),
        state: free,
        shardId: str,
        eventSourceARN: arn,
        isFinalInvokeForWindow: bool,
        isWindowTerminatedEarly: bool,
      }),
  },
  dynamodb: only(anyDynamodb),
  "dynamodb-insert": only(anyDynamodb),
  "dynamodb-remove": only(anyDynamodb),
  msk: {
    called: (carried) => kafka({ eventSource: exactly("aws:kafka"), eventSourceArn: arn }, carried),
  },
  kafka: { called: (carried) => kafka({ eventSource: exactly("SelfManagedKafka") }, carried) },
  documentdb: only(
    obj({
      eventSourceArn: arn,
      events: some(
        list(
          obj({
            event: obj({
              _id: obj({ _data: hex }),
              clusterTime: obj({ $timestamp: obj({ t: int, i: int }) }),
              documentKey: free,
              fullDocument: opt(orNull(free)),
              ns: obj({ db: str, coll: str }),
              operationType: oneOf(["insert", "update", "replace", "delete", "drop", "invalidate"]),
              updateDescription: opt(free),
            }),
          }),
        ),
      ),
      eventSource: exactly("aws:docdb"),
    }),
  ),
  firehose: {
    called: (carried, isCompressed) =>
      obj({
        invocationId: str,
        deliveryStreamArn: arn,
        sourceKinesisStreamArn: opt(arn),
        region,
        records: some(
          list(
            obj({
              recordId: str,
              approximateArrivalTimestamp: int,
              data: bytes(carried, isCompressed),
              kinesisRecordMetadata: opt(free),
            }),
          ),
        ),
      }),
  },
  "active-mq": {
    called: (carried) =>
      obj({
        eventSource: exactly("aws:mq"),
        eventSourceArn: arn,
        messages: some(
          list(
            obj({
              messageID: str,
              messageType: oneOf(["jms/text-message", "jms/bytes-message"]),
              deliveryMode: int,
              replyTo: orNull(str),
              type: orNull(str),
              expiration: int,
              priority: int,
              correlationId: orNull(str),
              redelivered: bool,
              destination: obj({ physicalName: str }),
              data: bytes(carried),
              timestamp: int,
              brokerInTime: int,
              brokerOutTime: int,
              properties: free,
            }),
          ),
        ),
      }),
  },
  "rabbit-mq": only(
    obj({
      eventSource: exactly("aws:rmq"),
      eventSourceArn: arn,
      rmqMessagesByQueue: z.record(
        str.check(z.regex(/::/, { error: "queue and virtual host, as in orders::/" })),
        some(
          list(
            obj({
              basicProperties: obj({
                contentType: orNull(str),
                contentEncoding: orNull(str),
                headers: orNull(free),
                deliveryMode: int,
                priority: orNull(int),
                correlationId: orNull(str),
                replyTo: orNull(str),
                expiration: orNull(str),
                messageId: orNull(str),
                timestamp: orNull(str),
                type: orNull(str),
                userId: orNull(str),
                appId: orNull(str),
                clusterId: orNull(str),
                bodySize: int,
              }),
              redelivered: bool,
              data: bytes(),
            }),
          ),
        ),
      ),
    }),
  ),
};
