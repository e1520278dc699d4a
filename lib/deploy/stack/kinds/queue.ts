import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { differences } from "../../differences";
import { arnOf, type Cloud, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { type Values, tagsOf } from "../template";
import { readJsonTexts, texts } from "./typed";

const attributes = [
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "DelaySeconds",
  "FifoThroughputLimit",
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
  "VisibilityTimeout",
];
const isFifo = (properties: Values) => String(properties.FifoQueue) === "true";

export const queueKind: Kind = {
  nameProperty: "QueueName",
  defaultName: (stackName, logicalId, properties) =>
    `${stackName}-${logicalId}`.slice(0, 75) + (isFifo(properties) ? ".fifo" : ""),
  predict: (name, cloud) => facts(cloud, name),
  takes: [...attributes, "QueueName", "FifoQueue", "Tags"],
  async plan({ name, properties }, cloud) {
    const { sqs } = cloud;
    const found = await ifThere(sqs.send(new GetQueueUrlCommand({ QueueName: name })));
    const QueueUrl = found?.QueueUrl;
    const existing = QueueUrl
      ? (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })))
          .Attributes
      : undefined;
    const wanted = texts(properties, attributes);
    const changes = existing ? differences(readJsonTexts(existing), readJsonTexts(wanted)) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(QueueUrl ? { facts: facts(cloud, name, QueueUrl) } : {}),
      async apply() {
        if (QueueUrl) {
          await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: wanted }));
          return facts(cloud, name, QueueUrl);
        }
        const made = await sqs.send(
          new CreateQueueCommand({
            QueueName: name,
            Attributes: { ...wanted, ...(isFifo(properties) ? { FifoQueue: "true" } : {}) },
            tags: tagsOf(properties.Tags),
          }),
        );
        return facts(cloud, name, made.QueueUrl ?? "");
      },
    };
  },
};

function facts(cloud: Cloud, name: string, url = `(the address of ${name})`) {
  return {
    ref: url,
    attributes: { Arn: arnOf(cloud, "sqs", name), QueueName: name, QueueUrl: url },
  };
}
