import { GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { GetTopicAttributesCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { type Cloud, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList } from "../template";

/** How the policy of one service's things is read and written. */
interface PolicyPlace {
  /** The property that lists what the policy is for. */
  of: "Queues" | "Topics" | "Bucket";
  read(cloud: Cloud, of: string): Promise<string | undefined>;
  write(cloud: Cloud, of: string, policy: string): Promise<unknown>;
}

function policyKind({ of, read, write }: PolicyPlace): Kind {
  return {
    predict: (name) => ({ ref: name, attributes: { Id: name } }),
    takes: ["PolicyDocument", of],
    async plan({ properties }, cloud) {
      const wanted = properties.PolicyDocument;
      const policy = typeof wanted === "string" ? wanted : JSON.stringify(wanted);
      const all = asList(properties[of]).map(String);
      const before = await Promise.all(all.map((one) => ifThere(read(cloud, one))));
      const different = all.filter((_, at) => !isSame(before[at], policy));
      const isNew = before.every((one) => one === undefined);
      return {
        action: different.length === 0 ? "keep" : isNew ? "create" : "update",
        changes: ["PolicyDocument"],
        async apply() {
          for (const one of different) await write(cloud, one, policy);
        },
      };
    },
  };
}

function isSame(before: string | undefined, policy: string): boolean {
  return (
    before !== undefined &&
    JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(policy))
  );
}

export const queuePolicyKind = policyKind({
  of: "Queues",
  read: async ({ sqs }, QueueUrl) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] })))
      .Attributes?.Policy,
  write: ({ sqs }, QueueUrl, Policy) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } })),
});

export const topicPolicyKind = policyKind({
  of: "Topics",
  // A topic has a policy from the start, which is nobody's wish.
  async read({ sns }, TopicArn) {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const policy = Attributes?.Policy;
    return policy?.includes("__default_policy_ID") ? undefined : policy;
  },
  write: ({ sns }, TopicArn, AttributeValue) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue })),
});

export const bucketPolicyKind = policyKind({
  of: "Bucket",
  read: async ({ s3 }, Bucket) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
  write: ({ s3 }, Bucket, Policy) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
});
