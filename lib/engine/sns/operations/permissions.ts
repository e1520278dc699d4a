import type * as api from "@aws-sdk/client-sns";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidParameter, notFound } from "../errors.ts";
import { findTopic } from "../find-topic.ts";
import { toTags } from "../tags.ts";
import { defaultPolicy, type Topic, topicActions } from "../topic.ts";
import type { TopicStore } from "../topic-store.ts";

interface Policy {
  Statement: { Sid?: string }[];
}

const actions = [...topicActions, "Receive", "*"];

/** Policies of topics, statement by statement, and their tags. */
export function permissionOperations(store: TopicStore) {
  const policyOf = (topic: Topic): Policy =>
    JSON.parse(topic.attributes.Policy ?? defaultPolicy(topic)) as Policy;
  const save = (topic: Topic, policy: Policy) =>
    store.put({ ...topic, attributes: { ...topic.attributes, Policy: JSON.stringify(policy) } });
  const tagged = (arn: string): Topic => {
    const topic = store.byArn(arn);
    if (!topic) throw new ServiceError("ResourceNotFoundException", "Resource does not exist", 404);
    return topic;
  };
  return {
    AddPermission(input: api.AddPermissionInput, context: CallContext): void {
      const topic = findTopic(store, input.TopicArn ?? "", context);
      const { Label: label = "", AWSAccountId: accounts = [], ActionName: names = [] } = input;
      const policy = policyOf(topic);
      if (policy.Statement.some(({ Sid }) => Sid === label))
        throw invalidParameter("Statement already exists");
      if (names.some((name) => !actions.includes(name)))
        throw invalidParameter("Policy statement action out of service scope!");
      const statement = {
        Sid: label,
        Effect: "Allow",
        Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
        Action: oneOrMany(names.map((name) => `SNS:${name}`)),
        Resource: topic.arn,
      };
      save(topic, { ...policy, Statement: [...policy.Statement, statement] });
    },

    RemovePermission(input: api.RemovePermissionInput, context: CallContext): void {
      const topic = findTopic(store, input.TopicArn ?? "", context);
      const policy = policyOf(topic);
      const left = policy.Statement.filter(({ Sid }) => Sid !== input.Label);
      if (left.length === policy.Statement.length)
        throw notFound(`Statement with the label ${input.Label} does not exist`);
      save(topic, { ...policy, Statement: left });
    },

    TagResource(input: api.TagResourceRequest) {
      const topic = tagged(input.ResourceArn ?? "");
      store.put({ ...topic, tags: toTags(input.Tags, topic.tags) });
      return {};
    },

    UntagResource(input: api.UntagResourceRequest) {
      const topic = tagged(input.ResourceArn ?? "");
      const removed = input.TagKeys ?? [];
      const tags = Object.entries(topic.tags).filter(([key]) => !removed.includes(key));
      store.put({ ...topic, tags: Object.fromEntries(tags) });
      return {};
    },

    ListTagsForResource: (input: api.ListTagsForResourceRequest) => ({
      Tags: Object.entries(tagged(input.ResourceArn ?? "").tags).map(([Key, Value]) => ({
        Key,
        Value,
      })),
    }),
  };
}

const oneOrMany = (values: string[]): string | string[] =>
  values.length === 1 ? (values[0] ?? "") : values;
