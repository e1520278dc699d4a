import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { differences } from "../../differences";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, asValues, type Values } from "../template";

const lists = [
  "LambdaFunctionConfigurations",
  "QueueConfigurations",
  "TopicConfigurations",
] as const;

/** Adds to what a bucket notifies already, by the configurations' ids: several functions may listen. */
export const bucketNotificationsKind: Kind = {
  predict: (name) => ({ ref: name, attributes: {} }),
  takes: ["Bucket", "EventBridgeConfiguration", ...lists],
  async plan({ properties }, { s3 }) {
    const Bucket = String(properties.Bucket);
    const { $metadata: _, ...existing } = (await ifThere(
      s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    )) ?? { $metadata: {} };
    const changes: string[] = [];
    const next: Record<string, unknown> = { ...existing };
    for (const list of lists) {
      const wanted = asList(properties[list]).map(asValues);
      const before = asList(existing[list]).map(asValues);
      const ids = wanted.map(({ Id }) => Id);
      const own = before.filter(({ Id }) => ids.includes(Id));
      if (wanted.length === 0) continue;
      if (
        own.length !== wanted.length ||
        differences({ own: own.map(comparable) }, { own: wanted.map(comparable) }).length > 0
      )
        changes.push(list);
      next[list] = [...before.filter(({ Id }) => !ids.includes(Id)), ...wanted];
    }
    if (properties.EventBridgeConfiguration !== undefined && !existing.EventBridgeConfiguration) {
      changes.push("EventBridgeConfiguration");
      next.EventBridgeConfiguration = {};
    }
    const isNew = lists.every((list) => asList(existing[list]).length === 0);
    return {
      action: changes.length === 0 ? "keep" : isNew ? "create" : "update",
      changes,
      async apply() {
        await s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: next as NotificationConfiguration,
          }),
        );
      },
    };
  },
};

/** S3 answers `Suffix` where it was told `suffix`. */
function comparable(configuration: Values): Values {
  const rules = asList(asValues(asValues(configuration.Filter).Key).FilterRules).map(asValues);
  return {
    ...configuration,
    Filter: rules.map(({ Name, Value }) => [String(Name).toLowerCase(), Value]),
  };
}
