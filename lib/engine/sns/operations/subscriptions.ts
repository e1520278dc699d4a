import { randomBytes, randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sns";
import { pageOf } from "../../http/page-of.ts";
import type { CallContext } from "../../http/service.ts";
import { effectivePolicy } from "../delivery-policy.ts";
import { invalidParameter, noSubscription } from "../errors.ts";
import type { FanOut } from "../fan-out.ts";
import { checkArn, findTopic } from "../find-topic.ts";
import { isLocalAddress } from "../post-message.ts";
import { applyAttributes, scopeOf } from "../subscription-attributes.ts";
import type { Subscription, Topic } from "../topic.ts";
import type { TopicStore } from "../topic-store.ts";

const shown = 100;
const protocols = [
  "http",
  "https",
  "email",
  "email-json",
  "sms",
  "sqs",
  "application",
  "lambda",
  "firehose",
];
/** Whoever is named there has to agree first. */
const asksFirst = ["http", "https", "email", "email-json"];

/** Subscribing to topics, agreeing to it, and leaving. */
export function subscriptionOperations(deps: { store: TopicStore; fanOut: FanOut }) {
  const { store, fanOut } = deps;

  const list = (
    subscriptions: readonly Subscription[],
    token: string | undefined,
  ): { Subscriptions: api.Subscription[]; NextToken?: string } => {
    const { items, nextToken } = pageOf(subscriptions, ({ arn }) => arn, {
      token,
      size: shown,
      invalidToken: () => invalidParameter("NextToken"),
    });
    return {
      Subscriptions: items.map((subscription) => ({
        SubscriptionArn:
          subscription.token === undefined ? subscription.arn : "PendingConfirmation",
        Owner: subscription.accountId,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        TopicArn: subscription.topicArn,
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  };

  const find = (arn: string, { region }: CallContext): Subscription => {
    const parts = checkArn("SubscriptionArn", arn);
    const subscription = store.subscription(arn);
    if (!subscription || parts[3] !== region) throw noSubscription();
    return subscription;
  };

  return {
    Subscribe(input: api.SubscribeInput, context: CallContext) {
      const topic = findTopic(store, input.TopicArn ?? "", context);
      const { Protocol: protocol = "", Endpoint: endpoint = "" } = input;
      checkEndpoint(topic, protocol, endpoint);
      const base = { protocol, endpoint, topicArn: topic.arn };
      const given = input.Attributes ?? {};
      const attributes = applyAttributes(base, {}, given, "Attributes Reason: ");
      const answer = ({ arn, token }: Subscription) => ({
        SubscriptionArn:
          token === undefined || input.ReturnSubscriptionArn === true
            ? arn
            : "pending confirmation",
      });
      const twin = store
        .subscriptionsOf(topic.arn)
        .find((other) => other.protocol === protocol && other.endpoint === endpoint);
      if (twin) {
        if (Object.entries(attributes).some(([name, value]) => twin.attributes[name] !== value))
          throw invalidParameter(
            "Attributes Reason: Subscription already exists with different attributes",
          );
        if (twin.token !== undefined && isHttp(protocol))
          fanOut.confirm("SubscriptionConfirmation", twin, twin.token);
        return answer(twin);
      }
      const asks = asksFirst.includes(protocol);
      const subscription: Subscription = {
        ...base,
        arn: `${topic.arn}:${randomUUID()}`,
        region: topic.region,
        accountId: context.accountId,
        attributes,
        ...(asks && { token: newToken() }),
        wasAuthenticated: !asks,
        order: store.nextOrder(),
      };
      store.putSubscription(subscription);
      if (subscription.token !== undefined && isHttp(protocol))
        fanOut.confirm("SubscriptionConfirmation", subscription, subscription.token);
      return answer(subscription);
    },

    /** The token is the proof: it may come from anybody, and again. */
    ConfirmSubscription(input: api.ConfirmSubscriptionInput, { accessKeyId }: CallContext) {
      const { TopicArn: arn = "", Token: token = "" } = input;
      if (arn.split(":").length < 6 || !store.byArn(arn)) throw invalidParameter("Topic");
      const subscription = store
        .subscriptionsOf(arn)
        .find((one) => one.token === token || one.attributes.ConfirmedToken === token);
      if (!subscription) throw invalidParameter("Token");
      if (subscription.token !== undefined) {
        const { token: _given, ...confirmed } = subscription;
        store.putSubscription({
          ...confirmed,
          attributes: { ...confirmed.attributes, ConfirmedToken: token },
          wasAuthenticated: accessKeyId !== "" && input.AuthenticateOnUnsubscribe === "true",
        });
      }
      return { SubscriptionArn: subscription.arn };
    },

    Unsubscribe(input: api.UnsubscribeInput): void {
      const { SubscriptionArn: arn } = input;
      if (arn === undefined)
        throw invalidParameter("SubscriptionArn Reason: no value for required parameter");
      const parts = checkArn("SubscriptionArn", arn);
      const subscription = store.subscription(arn);
      if (!subscription) {
        if (parts.length === 6) throw invalidParameter("SubscriptionId");
        return;
      }
      store.deleteSubscription(subscription);
      if (isHttp(subscription.protocol) && subscription.token === undefined)
        fanOut.confirm("UnsubscribeConfirmation", subscription, newToken());
    },

    GetSubscriptionAttributes(input: api.GetSubscriptionAttributesInput, context: CallContext) {
      const subscription = find(input.SubscriptionArn ?? "", context);
      return { Attributes: describe(subscription, store.byArn(subscription.topicArn)) };
    },

    SetSubscriptionAttributes(
      input: api.SetSubscriptionAttributesInput,
      context: CallContext,
    ): void {
      const subscription = find(input.SubscriptionArn ?? "", context);
      const { AttributeName: name = "", AttributeValue: value = "" } = input;
      const attributes = applyAttributes(subscription, subscription.attributes, { [name]: value });
      store.putSubscription({ ...subscription, attributes });
    },

    ListSubscriptions: ({ NextToken }: api.ListSubscriptionsInput, { region }: CallContext) =>
      list(store.subscriptions(region), NextToken),

    ListSubscriptionsByTopic: (
      { TopicArn: arn = "", NextToken }: api.ListSubscriptionsByTopicInput,
      context: CallContext,
    ) => list(store.subscriptionsOf(findTopic(store, arn, context).arn), NextToken),
  };
}

const isHttp = (protocol: string): boolean => protocol === "http" || protocol === "https";

/** 288 hexadecimal digits, as AWS's tokens have. */
const newToken = (): string => randomBytes(144).toString("hex");

function checkEndpoint(topic: Topic, protocol: string, endpoint: string): void {
  if (!protocols.includes(protocol))
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (protocol === "application" || protocol === "firehose")
    throw invalidParameter(
      `Protocol Reason: the local engine does not deliver by ${protocol}: it has no devices and no delivery streams.`,
    );
  if (endpoint === "")
    throw invalidParameter("Endpoint Reason: Endpoint not specified in subscription");
  if (isHttp(protocol)) {
    if (!endpoint.startsWith(`${protocol}://`))
      throw invalidParameter("Endpoint must match the specified protocol");
    if (!isLocalAddress(endpoint))
      throw invalidParameter(
        `Endpoint Reason: the local engine posts to addresses of this machine only (127.0.0.1, localhost), not to ${endpoint}`,
      );
  }
  if (protocol === "sms" && !/^\+?[0-9][0-9 -]{5,19}$/.test(endpoint))
    throw invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
  if (protocol.startsWith("email") && !/^[^@\s]+@[^@\s]+$/.test(endpoint))
    throw invalidParameter("Email address");
  if (protocol === "sqs" && !/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(endpoint))
    throw invalidParameter("SQS endpoint ARN");
  if (protocol === "lambda" && !/^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/.test(endpoint))
    throw invalidParameter("Lambda endpoint ARN");
  if (topic.isFifo && protocol !== "sqs")
    throw invalidParameter(`Invalid protocol type: ${protocol}`);
  if (!topic.isFifo && endpoint.endsWith(".fifo"))
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
}

function describe(subscription: Subscription, topic: Topic | undefined): Record<string, string> {
  const { arn, topicArn, accountId, protocol, endpoint, token, wasAuthenticated } = subscription;
  const {
    ConfirmedToken: _used,
    FilterPolicyScope: _scope,
    ...attributes
  } = subscription.attributes;
  return {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Owner: accountId,
    SubscriptionPrincipal: `arn:aws:iam::${accountId}:root`,
    Protocol: protocol,
    Endpoint: endpoint,
    PendingConfirmation: String(token !== undefined),
    ConfirmationWasAuthenticated: String(wasAuthenticated),
    RawMessageDelivery: "false",
    ...attributes,
    ...(attributes.FilterPolicy !== undefined && {
      FilterPolicyScope: scopeOf(subscription.attributes),
    }),
    ...(isHttp(protocol) && {
      EffectiveDeliveryPolicy: JSON.stringify(
        effectivePolicy(topic?.attributes.DeliveryPolicy, attributes.DeliveryPolicy),
      ),
    }),
  };
}
