import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { allowsService, readStatements } from "../iam/allows-service.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import { storageFailure } from "../store/storage-failure.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { Targets } from "../targets.ts";
import { effectivePolicy, retryDelayMs } from "./delivery-policy.ts";
import { DeliveryQueue, type QueuedDelivery } from "./delivery-queue.ts";
import { passes } from "./filter-policy.ts";
import {
  confirmation,
  envelope,
  functionEvent,
  textFor,
  type TopicNotification,
} from "./message.ts";
import { isLocalAddress, postMessage } from "./post-message.ts";
import { deadLetterArn, scopeOf } from "./subscription-attributes.ts";
import type { Subscription } from "./topic.ts";
import type { TopicStore } from "./topic-store.ts";

export interface FanOutDeps {
  database: EngineDatabase;
  clock: Clock;
  topics: TopicStore;
  targets: Pick<Targets, "invokeFunction" | "sendMessage" | "policyOf">;
  /** The statements of a function's policy; undefined when there is no such function. */
  functionStatements: (functionArn: string) => readonly object[] | undefined;
  metrics: MetricSink;
  /** The engine's own address. */
  endpoint: () => string;
  warn: (message: string) => void;
}

/** Brings a topic's messages to those who subscribed. Functions and queues have them before Publish answers. */
export class FanOut {
  readonly #queue: DeliveryQueue;

  constructor(private readonly deps: FanOutDeps) {
    this.#queue = new DeliveryQueue(deps.database, deps.clock, (delivery) => this.#post(delivery));
  }

  start(): void {
    this.#queue.start();
  }

  close(): void {
    this.#queue.close();
  }

  deliver(notification: TopicNotification): void {
    const { topics } = this.deps;
    for (const subscription of topics.subscriptionsOf(notification.topicArn)) {
      if (subscription.token !== undefined) continue;
      const { FilterPolicy: policy } = subscription.attributes;
      const { message: body, attributes } = notification;
      if (!passes(policy, scopeOf(subscription.attributes), { body, attributes })) {
        this.#count(subscription, "NumberOfNotificationsFilteredOut");
        continue;
      }
      try {
        this.#bring(notification, subscription);
      } catch (error) {
        if (storageFailure(error) !== undefined) throw error;
        const body = this.#bodyFor(notification, subscription);
        this.#failed(subscription, { body, notification }, error);
      }
    }
  }

  /** Asks an address whether it wants a topic's messages, or says goodbye. */
  confirm(
    kind: "SubscriptionConfirmation" | "UnsubscribeConfirmation",
    subscription: Subscription,
    token: string,
  ): void {
    const { clock, endpoint } = this.deps;
    const messageId = randomUUID();
    const about = { messageId, sentMs: clock.now(), endpoint: endpoint() };
    this.#queue.add({
      subscriptionArn: subscription.arn,
      kind,
      url: subscription.endpoint,
      headers: this.#headers(kind, messageId, subscription),
      body: confirmation(kind, subscription, token, about),
    });
  }

  #bring(notification: TopicNotification, subscription: Subscription): void {
    const { targets, endpoint } = this.deps;
    const { protocol, endpoint: target } = subscription;
    const { traceHeader } = notification;
    switch (protocol) {
      case "lambda": {
        this.#checkFunction(subscription);
        const event = functionEvent(notification, subscription, endpoint());
        targets.invokeFunction({
          region: target.split(":")[3] ?? "",
          functionName: target,
          payload: Buffer.from(JSON.stringify(event)),
          requestId: randomUUID(),
          traceHeader,
        });
        return this.#count(subscription, "NumberOfNotificationsDelivered");
      }
      case "sqs":
        this.#checkQueue(subscription);
        targets.sendMessage(target, {
          body: this.#bodyFor(notification, subscription),
          ...this.#extrasFor(notification, subscription),
          ...(traceHeader !== undefined && { attributes: { AWSTraceHeader: traceHeader } }),
        });
        return this.#count(subscription, "NumberOfNotificationsDelivered");
      case "http":
      case "https":
        return this.#queue.add({
          subscriptionArn: subscription.arn,
          kind: "Notification",
          url: target,
          headers: this.#headers("Notification", notification.messageId, subscription),
          body: this.#bodyFor(notification, subscription),
        });
      default:
        throw new Error(`the local engine delivers nothing by ${protocol}`);
    }
  }

  #bodyFor(notification: TopicNotification, subscription: Subscription): string {
    if (subscription.attributes.RawMessageDelivery === "true")
      return textFor(notification, subscription.protocol);
    if (subscription.protocol === "lambda")
      return JSON.stringify(functionEvent(notification, subscription, this.deps.endpoint()));
    return envelope(notification, subscription, this.deps.endpoint());
  }

  /** Attributes go with raw messages; groups with messages to any queue that knows them. */
  #extrasFor(notification: TopicNotification, { attributes, endpoint }: Subscription) {
    const { groupId, deduplicationId } = notification;
    const isRaw = attributes.RawMessageDelivery === "true";
    return {
      ...(isRaw && { messageAttributes: notification.attributes }),
      ...(groupId !== undefined && { messageGroupId: groupId }),
      ...(endpoint.endsWith(".fifo") &&
        deduplicationId !== undefined && { messageDeduplicationId: deduplicationId }),
    };
  }

  #checkFunction({ endpoint: functionArn, topicArn, accountId }: Subscription): void {
    const statements = this.deps.functionStatements(functionArn);
    if (!statements) throw new Error(`Function not found: ${functionArn}`);
    const call = { service: "sns.amazonaws.com", action: "lambda:InvokeFunction" };
    if (!allowsService(statements, { ...call, sourceArn: topicArn, sourceAccount: accountId }))
      throw new Error(
        `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`,
      );
  }

  /** A queue without a policy takes the messages of topics; one that has a policy, only those it allows. */
  #checkQueue({ endpoint: queueArn, topicArn, accountId }: Subscription): void {
    const policy = this.deps.targets.policyOf(queueArn);
    if (policy === undefined) throw new Error("The specified queue does not exist.");
    const call = { service: "sns.amazonaws.com", action: "sqs:SendMessage" };
    if (
      policy !== "" &&
      !allowsService(readStatements(policy), {
        ...call,
        sourceArn: topicArn,
        sourceAccount: accountId,
      })
    )
      throw new Error(
        `User: sns.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${queueArn}`,
      );
  }

  #headers(
    type: QueuedDelivery["kind"],
    messageId: string,
    { arn, topicArn, attributes }: Subscription,
  ): Record<string, string> {
    const { requestPolicy } = this.#policyOf({ topicArn, attributes });
    const isRaw = type === "Notification" && attributes.RawMessageDelivery === "true";
    return {
      "content-type":
        type === "Notification"
          ? requestPolicy.headerContentType.replace(/[\r\n]/g, "")
          : "text/plain; charset=UTF-8",
      "user-agent": "Amazon Simple Notification Service Agent",
      "x-amz-sns-message-type": type,
      "x-amz-sns-message-id": messageId,
      "x-amz-sns-topic-arn": topicArn,
      ...(type !== "SubscriptionConfirmation" && { "x-amz-sns-subscription-arn": arn }),
      ...(isRaw && { "x-amz-sns-rawdelivery": "true" }),
    };
  }

  #policyOf({ topicArn, attributes }: Pick<Subscription, "topicArn" | "attributes">) {
    const topic = this.deps.topics.byArn(topicArn);
    return effectivePolicy(topic?.attributes.DeliveryPolicy, attributes.DeliveryPolicy);
  }

  /** One attempt at an address: when the next one is, or undefined when it is over. */
  async #post(delivery: QueuedDelivery): Promise<number | undefined> {
    const { topics, clock, warn } = this.deps;
    const { subscriptionArn, kind, url, headers, body, attempts } = delivery;
    const subscription = topics.subscription(subscriptionArn);
    // Whoever has unsubscribed gets no more of it.
    if (!subscription && kind !== "UnsubscribeConfirmation") return undefined;
    let problem: string;
    let isFinal = false;
    try {
      if (!isLocalAddress(url)) throw new Error("the local engine posts to this machine only");
      const status = await postMessage({ url, headers, body });
      if (status >= 200 && status < 300) {
        if (subscription) this.#count(subscription, "NumberOfNotificationsDelivered");
        return undefined;
      }
      problem = `the answer was ${status}`;
      // The caller's mistake does not go away.
      isFinal = status >= 400 && status < 500 && status !== 429;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const policy = subscription && this.#policyOf(subscription).healthyRetryPolicy;
    const delayMs = policy && !isFinal ? retryDelayMs(policy, attempts + 1) : undefined;
    if (delayMs !== undefined) return clock.now() + delayMs;
    if (subscription && kind === "Notification")
      this.#failed(subscription, { body }, new Error(problem));
    else warn(`A ${kind} could not be posted to ${url}: ${problem}`);
    return undefined;
  }

  /** What a subscriber does not take goes to its dead-letter queue, as SNS sends it there. */
  #failed(
    subscription: Subscription,
    { body, notification }: { body: string; notification?: TopicNotification },
    error: unknown,
  ): void {
    const { targets, warn } = this.deps;
    const reason = error instanceof Error ? error.message : String(error);
    const { endpoint, topicArn } = subscription;
    this.#count(subscription, "NumberOfNotificationsFailed");
    const told = `A message of ${topicArn} could not be brought to ${endpoint}: ${reason}`;
    const queueArn = deadLetterArn(subscription);
    if (queueArn === undefined) return warn(told);
    const text = (value: string) => ({ DataType: "String", StringValue: value });
    try {
      targets.sendMessage(queueArn, {
        body,
        ...(notification && this.#extrasFor(notification, { ...subscription, endpoint: queueArn })),
        messageAttributes: {
          ...(notification && this.#extrasFor(notification, subscription).messageAttributes),
          RequestID: text(randomUUID()),
          ErrorCode: text("400"),
          ErrorMessage: text(reason.slice(0, 1024)),
        },
      });
      this.#count(subscription, "NumberOfNotificationsRedrivenToDlq");
    } catch (failure) {
      this.#count(subscription, "NumberOfNotificationsFailedToRedriveToDlq");
      warn(`${told}; nor to its dead-letter queue: ${String(failure)}`);
    }
  }

  #count({ region, topicArn }: Subscription, name: string): void {
    this.deps.metrics.recordAll({
      region,
      namespace: "AWS/SNS",
      dimensions: { TopicName: topicArn.split(":").at(-1) ?? "" },
      timestampMs: this.deps.clock.now(),
      values: [[name, "Count", 1]],
    });
  }
}
