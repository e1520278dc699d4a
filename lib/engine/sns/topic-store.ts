import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type { Subscription, Topic } from "./topic.ts";

/** Topics and who subscribed to them. */
export class TopicStore {
  readonly #topics: DocumentTable<Topic>;
  readonly #subscriptions: DocumentTable<Subscription>;
  /** By topic, as they were made. */
  readonly #ofTopic = new Map<string, Subscription[]>();

  constructor(database: EngineDatabase) {
    this.#topics = new DocumentTable(database, "sns_topics");
    this.#subscriptions = new DocumentTable(database, "sns_subscriptions");
  }

  byArn(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  topics(region: string): Topic[] {
    return [...this.#topics.values()]
      .filter((topic) => topic.region === region)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  put(topic: Topic): void {
    this.#topics.set(topic.arn, topic);
  }

  /** Deletes a topic with its subscriptions. */
  delete(topic: Topic): void {
    for (const subscription of this.subscriptionsOf(topic.arn)) this.#forget(subscription);
    this.#topics.delete(topic.arn);
  }

  subscription(arn: string): Subscription | undefined {
    return this.#subscriptions.get(arn);
  }

  subscriptions(region: string): Subscription[] {
    return [...this.#subscriptions.values()]
      .filter((subscription) => subscription.region === region)
      .sort((a, b) => a.order - b.order);
  }

  subscriptionsOf(topicArn: string): readonly Subscription[] {
    let found = this.#ofTopic.get(topicArn);
    if (!found) {
      found = [...this.#subscriptions.values()]
        .filter((subscription) => subscription.topicArn === topicArn)
        .sort((a, b) => a.order - b.order);
      this.#ofTopic.set(topicArn, found);
    }
    return found;
  }

  nextOrder(): number {
    return Math.max(0, ...[...this.#subscriptions.values()].map(({ order }) => order)) + 1;
  }

  putSubscription(subscription: Subscription): void {
    this.#subscriptions.set(subscription.arn, subscription);
    this.#ofTopic.delete(subscription.topicArn);
  }

  /** Takes a subscription away; its topic counts it. */
  deleteSubscription(subscription: Subscription): void {
    this.#forget(subscription);
    const topic = this.byArn(subscription.topicArn);
    if (topic) this.put({ ...topic, deletedSubscriptions: topic.deletedSubscriptions + 1 });
  }

  #forget(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.arn);
    this.#ofTopic.delete(subscription.topicArn);
  }
}
