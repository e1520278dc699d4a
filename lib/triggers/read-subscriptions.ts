import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsCommand,
  type Subscription,
} from "@aws-sdk/client-sns";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { Called } from "@/lib/model/permission";
import type { TopicSubscription } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** So many subscriptions are looked through, 100 a call. */
const mostSubscriptions = 10_000;
/** Subscriptions of functions whose filter policy is read, one call each. */
const mostRead = 500;

/** All subscriptions of functions to the account's topics. */
export function readSubscriptions(connection: Connection): Promise<SourceReading> {
  return shared(connection, "subscriptions", async () => {
    const { sns } = clientsFor(connection);
    const troubles = new Troubles(connection);
    const calling: { subscription: Subscription; called: Called }[] = [];
    let seen = 0;
    const pages = pagesOf(async (NextToken) => {
      const page = await sns.send(new ListSubscriptionsCommand({ NextToken }));
      return { items: page.Subscriptions, next: page.NextToken };
    });
    for await (const page of pages) {
      seen += page.length;
      for (const subscription of page) {
        const called = calledFunction(subscription.Endpoint);
        if (called && subscription.Protocol === "lambda") calling.push({ subscription, called });
      }
      if (seen >= mostSubscriptions) break;
    }
    const triggers = await eachOf(calling.slice(0, mostRead), ({ subscription, called }) =>
      withSettings(connection, subscription, called, troubles),
    );
    return {
      triggers,
      complete: seen < mostSubscriptions && calling.length <= mostRead,
      problems: troubles.problems,
    };
  });
}

async function withSettings(
  connection: Connection,
  { SubscriptionArn = "", TopicArn = "" }: Subscription,
  called: Called,
  troubles: Troubles,
): Promise<TopicSubscription> {
  const settings = await troubles.ifThere(
    clientsFor(connection).sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
    undefined,
    "read the subscriptions",
  );
  const Attributes = settings?.Attributes ?? {};
  return {
    kind: "topic",
    ...called,
    topicArn: TopicArn,
    subscriptionArn: SubscriptionArn,
    filterPolicy: Attributes.FilterPolicy,
    filterPolicyScope: Attributes.FilterPolicyScope,
    deadLetterQueueArn: deadLetterArn(Attributes.RedrivePolicy),
  };
}

function deadLetterArn(policy: string | undefined): string | undefined {
  try {
    const parsed = JSON.parse(policy ?? "{}") as { deadLetterTargetArn?: unknown };
    return typeof parsed.deadLetterTargetArn === "string" ? parsed.deadLetterTargetArn : undefined;
  } catch {
    return undefined;
  }
}
