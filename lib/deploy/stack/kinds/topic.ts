import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
} from "@aws-sdk/client-sns";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { tagsOf, type Values } from "../template";
import { readJsonTexts, texts } from "./typed";

const attributes = [
  "ContentBasedDeduplication",
  "DisplayName",
  "FifoThroughputScope",
  "KmsMasterKeyId",
  "SignatureVersion",
  "TracingConfig",
];
const isFifo = (properties: Values) => String(properties.FifoTopic) === "true";

/** A topic; its inline subscriptions have become resources of their own (`expand-inline.ts`). */
export const topicKind: Kind = {
  nameProperty: "TopicName",
  defaultName: (stackName, logicalId, properties) =>
    `${stackName}-${logicalId}`.slice(0, 200) + (isFifo(properties) ? ".fifo" : ""),
  predict: (name, cloud) => facts(name, arnOf(cloud, "sns", name)),
  takes: [...attributes, "TopicName", "FifoTopic", "Tags"],
  async plan({ name: Name, properties }, cloud) {
    const { sns } = cloud;
    const TopicArn = arnOf(cloud, "sns", Name);
    const existing = await ifThere(sns.send(new GetTopicAttributesCommand({ TopicArn })));
    const wanted = texts(properties, attributes);
    const changes = existing ? differences(existing.Attributes ?? {}, readJsonTexts(wanted)) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        if (!existing)
          await sns.send(
            new CreateTopicCommand({
              Name,
              Attributes: { ...wanted, ...(isFifo(properties) ? { FifoTopic: "true" } : {}) },
              Tags: Object.entries(tagsOf(properties.Tags)).map(([Key, Value]) => ({ Key, Value })),
            }),
          );
        else
          for (const AttributeName of changes)
            await sns.send(
              new SetTopicAttributesCommand({
                TopicArn,
                AttributeName,
                AttributeValue: wanted[AttributeName],
              }),
            );
      },
    };
  },
};

function facts(name: string, arn: string) {
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
}
