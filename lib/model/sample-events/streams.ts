import { base64Of } from "../base64";
import { asText, mapped, place } from "../json-place";
import { everyRecord, order } from "./messages";
import {
  choice,
  data,
  type EventField,
  type EventTarget,
  iamArn,
  json,
  line,
  nameInArn,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

const group = "Streams";
const click = { userId: "u_77ae10", page: "/cart", ms: 402 };

function kinesisRecord(target: EventTarget, index: number): object {
  const sequenceNumber = kinesisSequence(index);
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: click.userId,
      sequenceNumber,
      data: base64Of(JSON.stringify(click)),
      approximateArrivalTimestamp: "${nowSeconds}",
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `shardId-000000000006:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: iamArn(target, `role/${target.functionName}`),
    awsRegion: target.region,
    eventSourceARN: sourceArn(target, "kinesis", "stream/clicks"),
  };
}

const kinesisSequence = (index: number) =>
  (49_590_338_271_490_256_608_559_692_538_361_571_095n + BigInt(index) * 1_000_003n).toString();

function kinesisFields(record: number): EventField[] {
  const at = ["Records", record] as const;
  return [
    data("Data", [...at, "kinesis", "data"]),
    line("Partition key", ...at, "kinesis", "partitionKey"),
    line("Sequence number", ...at, "kinesis", "sequenceNumber"),
    everyRecord(
      nameInArn("Stream", ...at, "eventSourceARN"),
      (index) => nameInArn("Stream", "Records", index, "eventSourceARN").at,
    ),
  ];
}

const kinesisBatch: SampleEvent["batch"] = {
  at: place("Records"),
  noun: "Record",
  renumbered(record, index) {
    const sequence = kinesisSequence(index);
    const shard = place("eventID", asText).read(record)?.split(":")[0] ?? "shardId-000000000006";
    return place("eventID", asText).write(
      place("kinesis", "sequenceNumber", asText).write(record, sequence),
      `${shard}:${sequence}`,
    );
  },
};

function dynamodbEvent(target: EventTarget, eventName: "INSERT" | "MODIFY" | "REMOVE"): object {
  const image = (status: string) => ({
    orderId: { S: order.orderId },
    status: { S: status },
    total: { N: String(order.total) },
  });
  return {
    Records: [
      {
        eventID: "c4ca4238a0b923820dcc509a6f75849b",
        eventName,
        eventVersion: "1.1",
        eventSource: "aws:dynamodb",
        awsRegion: target.region,
        dynamodb: {
          ApproximateCreationDateTime: "${nowSeconds}",
          Keys: { orderId: { S: order.orderId } },
          ...(eventName !== "REMOVE" && { NewImage: image("paid") }),
          ...(eventName !== "INSERT" && { OldImage: image("open") }),
          SequenceNumber: "111000000000000000001",
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
  };
}

function dynamodbSample(
  id: string,
  label: string,
  eventName: "INSERT" | "MODIFY" | "REMOVE",
): SampleEvent {
  const table = (record: number) =>
    mapped(place("Records", record, "eventSourceARN", asText), {
      read: (streamArn) => /:table\/([^/]+)/.exec(streamArn)?.[1],
      write: () => undefined,
    });
  const writeTable = (event: string, record: number, name: string) => {
    const at = place("Records", record, "eventSourceARN", asText);
    return at.write(
      event,
      (at.read(event) ?? "").replace(/:table\/[^/]+/, () => `:table/${name}`),
    );
  };
  return {
    id,
    label,
    group,
    service: "dynamodb",
    event: (target) => dynamodbEvent(target, eventName),
    fields: (record) => {
      const at = ["Records", record] as const;
      return [
        choice("Event", ["INSERT", "MODIFY", "REMOVE"], ...at, "eventName"),
        everyRecord(
          {
            label: "Table",
            kind: "line",
            at: {
              read: table(record).read,
              write: (event, name) => writeTable(event, record, name),
            },
          },
          (index) => ({
            read: table(index).read,
            write: (event, name) => writeTable(event, index, name),
          }),
        ),
        json("Keys", ...at, "dynamodb", "Keys"),
        ...(eventName !== "REMOVE" ? [json("New image", ...at, "dynamodb", "NewImage")] : []),
        ...(eventName !== "INSERT" ? [json("Old image", ...at, "dynamodb", "OldImage")] : []),
      ];
    },
    batch: {
      at: place("Records"),
      noun: "Record",
      renumbered: (record, index) =>
        place("dynamodb", "SequenceNumber", asText).write(
          place("eventID", asText).write(
            record,
            (0xc4ca4238a0b923820dcc509a6f75849bn + BigInt(index)).toString(16),
          ),
          (111_000_000_000_000_000_001n + BigInt(index)).toString(),
        ),
    },
  };
}

export const streamEvents: SampleEvent[] = [
  {
    id: "kinesis",
    label: "Kinesis",
    group,
    service: "kinesis",
    event: (target) => ({ Records: [kinesisRecord(target, 0)] }),
    fields: kinesisFields,
    batch: kinesisBatch,
  },
  {
    id: "kinesis-window",
    label: "Kinesis, tumbling window",
    group,
    service: "kinesis",
    event: (target) => ({
      Records: [kinesisRecord(target, 0)],
      window: { start: "2026-11-26T14:30:00Z", end: "2026-11-26T14:32:00Z" },
      state: { clicks: 41 },
      shardId: "shardId-000000000006",
      eventSourceARN: sourceArn(target, "kinesis", "stream/clicks"),
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    }),
    fields: (record) => [
      ...kinesisFields(record),
      json("State", "state"),
      line("Window start", "window", "start"),
      line("Window end", "window", "end"),
      { label: "Last of the window", kind: "flag", at: place("isFinalInvokeForWindow") },
    ],
    batch: kinesisBatch,
  },
  dynamodbSample("dynamodb", "DynamoDB stream", "MODIFY"),
  dynamodbSample("dynamodb-insert", "DynamoDB stream, insert", "INSERT"),
  dynamodbSample("dynamodb-remove", "DynamoDB stream, remove", "REMOVE"),
  {
    id: "documentdb",
    label: "DocumentDB stream",
    group,
    service: "rds",
    event: (target) => ({
      eventSourceArn: sourceArn(target, "rds", "cluster:shop"),
      events: [
        {
          event: {
            _id: { _data: "0163eeb6e7000000090100000009000041e1" },
            clusterTime: { $timestamp: { t: 1_795_267_200, i: 9 } },
            documentKey: { _id: { $oid: "63eeb6e7d418cd98afb1c1d7" } },
            fullDocument: { _id: { $oid: "63eeb6e7d418cd98afb1c1d7" }, status: "paid" },
            ns: { db: "shop", coll: "orders" },
            operationType: "insert",
          },
        },
      ],
      eventSource: "aws:docdb",
    }),
    fields: (record) => {
      const at = ["events", record, "event"] as const;
      return [
        choice("Operation", ["insert", "update", "replace", "delete"], ...at, "operationType"),
        line("Database", ...at, "ns", "db"),
        line("Collection", ...at, "ns", "coll"),
        json("Document", ...at, "fullDocument"),
        json("Key", ...at, "documentKey"),
      ];
    },
    batch: { at: place("events"), noun: "Record" },
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
          recordId: "49546986683135544286507457936321625675700192471156785154000000",
          approximateArrivalTimestamp: "${nowMs}",
          data: base64Of(JSON.stringify(click)),
        },
      ],
    }),
    fields: (record) => [
      data("Data", ["records", record, "data"]),
      line("Record id", "records", record, "recordId"),
      nameInArn("Delivery stream", "deliveryStreamArn"),
    ],
    batch: {
      at: place("records"),
      noun: "Record",
      renumbered: (record, index) =>
        place("recordId", asText).write(
          record,
          `49546986683135544286507457936321625675700192471156785154${String(index).padStart(6, "0")}`,
        ),
    },
  },
];
