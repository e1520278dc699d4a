import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { differences } from "../../differences";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { readJsonTexts, texts } from "./typed";

const attributes = [
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
];

/** A subscription has no name: it is found by its topic, protocol and endpoint. */
export const subscriptionKind: Kind = {
  predict: (name) => ({ ref: name, attributes: { Arn: name } }),
  takes: [...attributes, "TopicArn", "Protocol", "Endpoint", "Region"],
  async plan({ properties }, { sns }) {
    const [TopicArn, Protocol, Endpoint] = [
      String(properties.TopicArn),
      String(properties.Protocol),
      String(properties.Endpoint),
    ];
    const SubscriptionArn = await ifThere(find(sns, TopicArn, Protocol, Endpoint));
    // One that waits to be confirmed has no ARN, and no attributes.
    const existing = SubscriptionArn?.startsWith("arn:")
      ? (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes
      : undefined;
    const wanted = texts(properties, attributes);
    const changes = existing ? differences(readJsonTexts(existing), readJsonTexts(wanted)) : [];
    return {
      action: SubscriptionArn === undefined ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(SubscriptionArn === undefined ? {} : { facts: facts(SubscriptionArn) }),
      async apply() {
        if (SubscriptionArn === undefined) {
          const made = await sns.send(
            new SubscribeCommand({
              TopicArn,
              Protocol,
              Endpoint,
              Attributes: wanted,
              ReturnSubscriptionArn: true,
            }),
          );
          return facts(made.SubscriptionArn ?? "");
        }
        for (const AttributeName of changes)
          await sns.send(
            new SetSubscriptionAttributesCommand({
              SubscriptionArn,
              AttributeName,
              AttributeValue: wanted[AttributeName],
            }),
          );
        return facts(SubscriptionArn);
      },
    };
  },
};

async function find(
  client: SNSClient,
  TopicArn: string,
  protocol: string,
  endpoint: string,
): Promise<string | undefined> {
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    const found = page.Subscriptions?.find(
      ({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint,
    );
    if (found) return found.SubscriptionArn;
  }
  return undefined;
}

function facts(arn: string) {
  return { ref: arn, attributes: { Arn: arn } };
}
