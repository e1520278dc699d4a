import { CreateBucketCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import { blankDraft } from "@/lib/model/trigger-drafts/blank-draft";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { addFailureDestination } from "./add-failure-queue";
import { addTrigger } from "./add-trigger";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

const known = { functionName: "f", roleArn: "", timeZone: "UTC" };

test("a topic and a bucket that are there are not taken for new ones, and stay", async () => {
  const { s3, sns } = cloud.clients;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "there" }));
  await s3.send(new CreateBucketCommand({ Bucket: "there" }));
  const drafts = [
    { ...blankDraft("topic", known), topicArn: "there", isNew: true },
    { ...blankDraft("bucket", known), bucket: "there", isNew: true },
  ] as PushDraft[];
  for (const draft of drafts)
    expect(await problemOf(addTrigger(cloud.connection, "f", draft))).toMatchObject({
      kind: "invalid",
      detail: expect.stringMatching(/^There is a (topic|bucket) there already/) as string,
    });
  await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  await s3.send(new HeadBucketCommand({ Bucket: "there" }));
});

test("a queue that is there is not taken for a new one, and stays", async () => {
  const { sqs } = cloud.clients;
  await sqs.send(
    new CreateQueueCommand({
      QueueName: "f-failed",
      Attributes: { VisibilityTimeout: "30", MessageRetentionPeriod: "1209600" },
    }),
  );
  const adding = addFailureDestination(cloud.connection, "f", "no-such-alias", "f-failed");
  expect(await problemOf(adding)).toMatchObject({ kind: "invalid", field: "name" });
  await sqs.send(new GetQueueUrlCommand({ QueueName: "f-failed" }));
});
