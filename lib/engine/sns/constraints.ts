import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

const needed: Constraint = { required: true };
const topic = { TopicArn: needed };
const resource = { ResourceArn: { required: true, min: 1, max: 1011 } };
const tags = {
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 0, max: 256 },
};

/** AWS's own constraints (API model 2010-03-31) of the operations that the engine has. */
export const snsConstraints: ConstraintTable = {
  AddPermission: { ...topic, Label: needed, AWSAccountId: needed, ActionName: needed },
  ConfirmSubscription: { ...topic, Token: needed },
  CreateTopic: { Name: needed, ...tags },
  DeleteTopic: topic,
  GetSubscriptionAttributes: { SubscriptionArn: needed },
  GetTopicAttributes: topic,
  ListSubscriptionsByTopic: topic,
  ListTagsForResource: resource,
  Publish: { Message: needed, "MessageAttributes{value}.DataType": needed },
  PublishBatch: {
    ...topic,
    PublishBatchRequestEntries: needed,
    "PublishBatchRequestEntries[].Id": needed,
    "PublishBatchRequestEntries[].Message": needed,
    "PublishBatchRequestEntries[].MessageAttributes{value}.DataType": needed,
  },
  RemovePermission: { ...topic, Label: needed },
  SetSubscriptionAttributes: { SubscriptionArn: needed, AttributeName: needed },
  SetTopicAttributes: { ...topic, AttributeName: needed },
  Subscribe: { ...topic, Protocol: needed },
  TagResource: { ...resource, Tags: needed, ...tags },
  UntagResource: { ...resource, TagKeys: needed, "TagKeys[]": { min: 1, max: 128 } },
};
