import {
  type ConsumerDescription,
  DescribeStreamConsumerCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";

export const streamConsumerKind: Kind = {
  nameProperty: "ConsumerName",
  predict: (name, _, { StreamARN }) =>
    facts(
      { ConsumerName: name, ConsumerARN: `${String(StreamARN)}/consumer/${name}:0` },
      StreamARN,
    ),
  takes: ["ConsumerName", "StreamARN"],
  async plan({ name: ConsumerName, properties }, { kinesis }) {
    const StreamARN = String(properties.StreamARN);
    const found = await ifThere(
      kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName })),
    );
    const existing = found?.ConsumerDescription;
    return {
      action: existing ? "keep" : "create",
      ...(existing ? { facts: facts(existing, StreamARN) } : {}),
      async apply() {
        const { Consumer } = await kinesis.send(
          new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }),
        );
        return facts(Consumer ?? {}, StreamARN);
      },
    };
  },
};

function facts(consumer: Partial<ConsumerDescription>, streamArn: unknown) {
  const { ConsumerARN = "", ConsumerName = "", ConsumerStatus = "CREATING" } = consumer;
  return {
    ref: ConsumerARN,
    attributes: {
      ConsumerARN,
      ConsumerName,
      ConsumerStatus,
      ConsumerCreationTimestamp: String(
        Math.floor((consumer.ConsumerCreationTimestamp?.getTime() ?? 0) / 1000),
      ),
      StreamARN: String(streamArn),
    },
  };
}
