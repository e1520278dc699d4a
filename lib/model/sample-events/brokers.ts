import { base64Of } from "../base64";
import { asBase64, asText, followed, mapped, parsed, place, type Steps } from "../json-place";
import { order } from "./messages";
import {
  carrier,
  data,
  type EventField,
  json,
  line,
  number,
  type SampleEvent,
  sourceArn,
} from "./sample-event";

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
          key: base64Of(click.userId),
          value: base64Of(JSON.stringify(click)),
          headers: [{ tenant: [97, 99, 109, 101] }],
        },
      ],
    },
  };
}

const firstTopic = (event: string): string =>
  Object.keys((parsed(place("records").read(event) ?? "") as object | undefined) ?? {})[0] ?? "";

function kafkaFields(record: number): EventField[] {
  // The list is named after topic and partition.
  const inList = (...steps: Steps) => ({
    read: (event: string) => place("records", firstTopic(event), record, ...steps).read(event),
    write: (event: string, value: string) =>
      place("records", firstTopic(event), record, ...steps).write(event, value),
  });
  const renamed = (event: string) => {
    const [topic, partition] = [
      inList("topic", asText).read(event),
      inList("partition").read(event),
    ];
    const list = place("records", firstTopic(event)).read(event);
    if (list === undefined) return event;
    return place("records").write(
      event,
      `{\n  ${JSON.stringify(`${topic}-${partition}`)}: ${list}\n}`,
    );
  };
  return [
    carrier({ label: "Value", kind: "text", at: inList("value", asBase64) }),
    { label: "Key", kind: "line", at: inList("key", asBase64) },
    { label: "Topic", kind: "line", at: followed(inList("topic", asText), renamed) },
    { label: "Partition", kind: "number", at: followed(inList("partition"), renamed) },
    { label: "Offset", kind: "number", at: inList("offset") },
    {
      label: "Headers",
      kind: "json",
      at: mapped(inList("headers"), {
        read(said) {
          const list = parsed(said);
          if (!Array.isArray(list)) return undefined;
          const plain = list.flatMap((one: Record<string, number[]>) =>
            Object.entries(one).map(([name, bytes]) => [
              name,
              // Bytes are signed where a JVM wrote them.
              new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte & 255)),
            ]),
          );
          return JSON.stringify(Object.fromEntries(plain), null, 2);
        },
        write(said) {
          const headers = parsed(said);
          if (typeof headers !== "object" || headers === null) return undefined;
          const list = Object.entries(headers).map(([name, value]) => ({
            [name]: [...new TextEncoder().encode(String(value))],
          }));
          return JSON.stringify(list);
        },
      }),
    },
  ];
}

export const brokerEvents: SampleEvent[] = [
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
    fields: kafkaFields,
  },
  {
    id: "kafka",
    label: "Self-managed Kafka",
    group,
    event: () => kafkaEvent("SelfManagedKafka", {}),
    fields: kafkaFields,
  },
  {
    id: "active-mq",
    label: "Amazon MQ, ActiveMQ",
    group,
    service: "mq",
    event: (target) => ({
      eventSource: "aws:mq",
      eventSourceArn: sourceArn(target, "mq", "broker:shop:b-9bcfa592-423a-4942-879d-eb284b418fc8"),
      messages: [
        {
          messageID: "ID:b-9bcfa592-423a-4942-879d-eb284b418fc8-1.mq.example.com-37557-1:1:1:1:1",
          messageType: "jms/text-message",
          deliveryMode: 1,
          replyTo: null,
          type: null,
          expiration: 0,
          priority: 4,
          correlationId: "",
          redelivered: false,
          destination: { physicalName: "orders" },
          data: base64Of(JSON.stringify(order)),
          timestamp: "${nowMs}",
          brokerInTime: "${nowMs}",
          brokerOutTime: "${nowMs}",
          properties: {},
        },
      ],
    }),
    fields: (record) => [
      data("Data", ["messages", record, "data"]),
      line("Queue", "messages", record, "destination", "physicalName"),
      line("Correlation id", "messages", record, "correlationId"),
      json("Properties", "messages", record, "properties"),
      number("Priority", "messages", record, "priority"),
    ],
    batch: {
      at: place("messages"),
      noun: "Message",
      renumbered: (record, index) => {
        const at = place("messageID", asText);
        return at.write(record, (at.read(record) ?? "").replace(/\d+$/, String(index + 1)));
      },
    },
  },
  {
    id: "rabbit-mq",
    label: "Amazon MQ, RabbitMQ",
    group,
    service: "mq",
    event: (target) => ({
      eventSource: "aws:rmq",
      eventSourceArn: sourceArn(target, "mq", "broker:shop:b-0d3a5f1e-3b0c-4d7b-a9c8-6f5f1c7e2b11"),
      rmqMessagesByQueue: {
        "orders::/": [
          {
            basicProperties: {
              contentType: "application/json",
              contentEncoding: null,
              headers: {},
              deliveryMode: 1,
              priority: null,
              correlationId: null,
              replyTo: null,
              expiration: null,
              messageId: null,
              timestamp: "Jan 1, 1970, 12:33:41 AM",
              type: null,
              userId: null,
              appId: null,
              clusterId: null,
              bodySize: JSON.stringify(order).length,
            },
            redelivered: false,
            data: base64Of(JSON.stringify(order)),
          },
        ],
      },
    }),
    fields: () => {
      const at = ["rmqMessagesByQueue", "orders::/", 0] as const;
      const bytes = place(...at, "data", asBase64);
      return [
        {
          label: "Data",
          kind: "text",
          at: followed(bytes, (after) =>
            place(...at, "basicProperties", "bodySize").write(
              after,
              String(new TextEncoder().encode(bytes.read(after)).length),
            ),
          ),
        },
        line("Content type", ...at, "basicProperties", "contentType"),
        json("Headers", ...at, "basicProperties", "headers"),
      ];
    },
  },
];
