import { arn, base64, sourceArn, type EventTarget, type SampleEvent } from "./sample-event";

const group = "Streams";
const click = { userId: "u_77ae10", page: "/cart", ms: 402 };

function kafkaEvent(eventSource: string, more: object): unknown {
  return {
    eventSource,
    ...more,
    bootstrapServers: "b-1.shop.example.com:9092,b-2.shop.example.com:9092",
    records: {
      "clicks-0": [
        {
          topic: "clicks",
          partition: 0,
          offset: 15,
          timestamp: "${nowMs}",
          timestampType: "CREATE_TIME",
          key: base64(click.userId),
          value: base64(JSON.stringify(click)),
          headers: [{ tenant: [97, 99, 109, 101] }],
        },
      ],
    },
  };
}

function kinesisRecord(target: EventTarget, sequence: number): unknown {
  const sequenceNumber = `4959033827149025660${sequence}965432854327`;
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: click.userId,
      sequenceNumber,
      data: base64(JSON.stringify({ ...click, sequence })),
      approximateArrivalTimestamp: "${nowSeconds}",
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `shardId-000000000006:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: `arn:aws:iam::${target.accountId}:role/${target.functionName}`,
    awsRegion: target.region,
    eventSourceARN: sourceArn(target, "kinesis", "stream/clicks"),
  };
}

export const streamEvents: SampleEvent[] = [
  {
    id: "kinesis",
    label: "Kinesis",
    group,
    service: "kinesis",
    event: (target) => ({ Records: [kinesisRecord(target, 1), kinesisRecord(target, 2)] }),
  },
  {
    id: "dynamodb",
    label: "DynamoDB stream",
    group,
    service: "dynamodb",
    event: (target) => ({
      Records: [
        {
          eventID: "c4ca4238a0b923820dcc509a6f75849b",
          eventName: "MODIFY",
          eventVersion: "1.1",
          eventSource: "aws:dynamodb",
          awsRegion: target.region,
          dynamodb: {
            ApproximateCreationDateTime: "${nowSeconds}",
            Keys: { orderId: { S: "o_5590217" } },
            NewImage: { orderId: { S: "o_5590217" }, status: { S: "paid" }, total: { N: "64.7" } },
            OldImage: { orderId: { S: "o_5590217" }, status: { S: "open" }, total: { N: "64.7" } },
            SequenceNumber: "111",
            SizeBytes: 59,
            StreamViewType: "NEW_AND_OLD_IMAGES",
          },
          eventSourceARN: sourceArn(
            target,
            "dynamodb",
            "table/orders/stream/2026-11-01T00:00:00.000",
          ),
        },
      ],
    }),
  },
  {
    id: "msk",
    label: "MSK",
    group,
    service: "kafka",
    event: (target) =>
      kafkaEvent("aws:kafka", {
        eventSourceArn: sourceArn(
          target,
          "kafka",
          "cluster/shop/2f6c1e9d-7a40-4b3c-8f51-2e6b8d0c4a77-4",
        ),
      }),
  },
  {
    id: "kafka",
    label: "Self-managed Kafka",
    group,
    event: () => kafkaEvent("SelfManagedKafka", {}),
  },
  {
    id: "documentdb",
    label: "DocumentDB stream",
    group,
    service: "rds",
    event: (target) => ({
      eventSourceArn: arn(target, "rds", "cluster:shop"),
      eventSource: "aws:docdb",
      events: [
        {
          event: {
            _id: { _data: "0163eeb6e7000000090100000009000041e1" },
            clusterTime: { $timestamp: { t: 1795267200, i: 9 } },
            documentKey: { _id: { $oid: "63eeb6e7d418cd98afb1c1d7" } },
            fullDocument: { _id: { $oid: "63eeb6e7d418cd98afb1c1d7" }, status: "paid" },
            ns: { db: "shop", coll: "orders" },
            operationType: "insert",
          },
        },
      ],
    }),
  },
  {
    id: "firehose",
    label: "Firehose transformation",
    group,
    service: "firehose",
    event: (target) => ({
      invocationId: "${uuid}",
      deliveryStreamArn: sourceArn(target, "firehose", "deliverystream/clicks"),
      region: target.region,
      records: [
        {
          recordId: "49546986683135544286507457936321625675700192471156785154",
          approximateArrivalTimestamp: "${nowMs}",
          data: base64(JSON.stringify(click)),
        },
      ],
    }),
  },
];
