import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import type { TopicSubscription } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import { type TopicDraft, topicDrafts } from "@/lib/model/trigger-drafts/topic-draft";
import { sourceName } from "@/lib/model/trigger";
import { requireNew } from "./require-new";
import type { Steps } from "./steps";
import { allow, type TriggerTarget } from "./trigger-target";

/** Subscribes the function to a topic. Gives the trigger's key. */
export async function addSubscription(
  steps: Steps,
  target: TriggerTarget,
  draft: TopicDraft,
): Promise<string> {
  const topicArn = draft.isNew ? await createTopic(steps, target, draft.topicArn) : draft.topicArn;
  await allow(steps, target, { service: "sns", sourceArn: topicArn });
  const answer = await steps.send(subscribing(target.calledArn, topicArn, attributesOf(draft)));
  return `topic ${String(answer.SubscriptionArn)}`;
}

/** Sets what of the filter policy and the dead-letter queue has changed. */
export async function changeSubscription(
  steps: Steps,
  subscription: TopicSubscription,
  draft: TopicDraft,
): Promise<void> {
  if (draft.topicArn !== subscription.topicArn)
    refuse("topicArn", "The topic of a trigger cannot be changed: add one for the other topic.");
  const before = attributesOf(topicDrafts.of(subscription));
  const after = attributesOf(draft);
  // A policy without fields is none; SNS judges a policy by the scope that is set, so the scope goes first.
  const names = ["FilterPolicyScope", "FilterPolicy", "RedrivePolicy"] as const;
  const empty = { FilterPolicyScope: "MessageAttributes", FilterPolicy: "{}", RedrivePolicy: "" };
  for (const name of names) {
    if (before[name] === after[name]) continue;
    const call = (value: string | undefined) =>
      keptCall("sns", "SetSubscriptionAttributes", {
        SubscriptionArn: subscription.subscriptionArn,
        AttributeName: name,
        AttributeValue: value ?? empty[name],
      });
    await steps.send({
      title: `${name} of the subscription to ${sourceName(subscription.topicArn)} changed`,
      before: { [name]: before[name] },
      after: { [name]: after[name] },
      call: call(after[name]),
      undo: call(before[name]),
    });
  }
}

/** Ends the subscription. */
export async function removeSubscription(
  steps: Steps,
  subscription: TopicSubscription,
): Promise<void> {
  const { subscriptionArn, topicArn, functionArn, qualifier } = subscription;
  const calledArn = qualifier ? `${functionArn}:${qualifier}` : functionArn;
  const again = subscribing(calledArn, topicArn, attributesOf(topicDrafts.of(subscription)));
  await steps.send({
    title: `Subscription to ${sourceName(topicArn)} ended`,
    before: again.after,
    after: null,
    call: keptCall("sns", "Unsubscribe", { SubscriptionArn: subscriptionArn }),
    undo: again.call,
  });
}

function subscribing(calledArn: string, topicArn: string, attributes: Attributes) {
  return {
    title: `Subscribed to ${sourceName(topicArn)}`,
    before: null,
    after: { topicArn, ...attributes },
    call: keptCall("sns", "Subscribe", {
      TopicArn: topicArn,
      Protocol: "lambda",
      Endpoint: calledArn,
      Attributes: definedOf(attributes),
      ReturnSubscriptionArn: true,
    }),
    undo: ({ SubscriptionArn }: Record<string, unknown>) =>
      keptCall("sns", "Unsubscribe", { SubscriptionArn: String(SubscriptionArn) }),
  };
}

async function createTopic(
  steps: Steps,
  { partition, region, accountId }: TriggerTarget,
  name: string,
): Promise<string> {
  const TopicArn = `arn:${partition}:sns:${region}:${accountId}:${name}`;
  await requireNew("topicArn", `topic ${name}`, () =>
    clientsFor(steps.connection).sns.send(new GetTopicAttributesCommand({ TopicArn })),
  );
  await steps.send({
    kind: "topic",
    title: `Topic ${name} created`,
    before: null,
    after: { name },
    call: keptCall("sns", "CreateTopic", { Name: name }),
    undo: keptCall("sns", "DeleteTopic", { TopicArn }),
  });
  return TopicArn;
}

type Attributes = Partial<Record<"FilterPolicyScope" | "FilterPolicy" | "RedrivePolicy", string>>;

function attributesOf(draft: TopicDraft): Attributes {
  const { filterPolicy, filterPolicyScope, deadLetterQueueArn } = draft;
  return {
    FilterPolicyScope: filterPolicy === "" ? undefined : filterPolicyScope,
    FilterPolicy: filterPolicy === "" ? undefined : filterPolicy,
    RedrivePolicy:
      deadLetterQueueArn === ""
        ? undefined
        : JSON.stringify({ deadLetterTargetArn: deadLetterQueueArn }),
  };
}

function definedOf(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
