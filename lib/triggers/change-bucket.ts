import {
  GetBucketNotificationConfigurationCommand,
  HeadBucketCommand,
  type LambdaFunctionConfiguration,
  type NotificationConfiguration,
  type NotificationConfigurationFilter,
} from "@aws-sdk/client-s3";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import { problemFrom } from "@/lib/aws/problem-from";
import type { BucketNotification } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import {
  type BucketDraft,
  type BucketRule,
  overlappingRule,
} from "@/lib/model/trigger-drafts/bucket-draft";
import { requireNew } from "./require-new";
import type { Steps } from "./steps";
import { allow, type TriggerTarget } from "./trigger-target";

/** Lets a bucket tell the function of its objects, beside what it tells others. Gives the trigger's key. */
export async function addBucketNotification(
  steps: Steps,
  target: TriggerTarget,
  draft: BucketDraft,
): Promise<string> {
  const { bucket } = draft;
  if (draft.isNew) await createBucket(steps, target, bucket);
  const present = await readNotifications(steps, bucket);
  const id = newId(present, target.functionName);
  const rule = ruleOf(target, id, draft);
  checkOverlap(draft, present, undefined);
  await allow(steps, target, {
    service: "s3",
    sourceArn: `arn:${target.partition}:s3:::${bucket}`,
    sourceAccount: target.accountId,
  });
  await put(steps, bucket, present, [...(present.LambdaFunctionConfigurations ?? []), rule], {
    title: `Bucket ${bucket} tells of ${draft.events.join(", ")}`,
  });
  return `bucket ${bucket} ${id}`;
}

/** Changes the events and keys of one rule; the bucket's others stay. */
export async function changeBucketNotification(
  steps: Steps,
  target: TriggerTarget,
  { bucket, id }: BucketNotification,
  draft: BucketDraft,
): Promise<void> {
  if (draft.bucket !== bucket)
    refuse("bucket", "The bucket of a trigger cannot be changed: add one for the other bucket.");
  const present = await readNotifications(steps, bucket);
  checkOverlap(draft, present, id);
  const rules = (present.LambdaFunctionConfigurations ?? []).map((rule) =>
    rule.Id === id ? ruleOf(target, id, draft) : rule,
  );
  await put(steps, bucket, present, rules, { title: `Notification ${id} of ${bucket} changed` });
}

/** Takes one rule out of the bucket's configuration. */
export async function removeBucketNotification(
  steps: Steps,
  { bucket, id }: BucketNotification,
): Promise<void> {
  const present = await readNotifications(steps, bucket);
  const rules = (present.LambdaFunctionConfigurations ?? []).filter(({ Id }) => Id !== id);
  await put(steps, bucket, present, rules, { title: `Notification ${id} of ${bucket} removed` });
}

async function createBucket(
  steps: Steps,
  { region }: TriggerTarget,
  bucket: string,
): Promise<void> {
  await requireNew("bucket", `bucket ${bucket}`, () =>
    clientsFor(steps.connection).s3.send(new HeadBucketCommand({ Bucket: bucket })),
  );
  await steps.send({
    kind: "bucket",
    title: `Bucket ${bucket} created`,
    before: null,
    after: { bucket },
    call: keptCall("s3", "CreateBucket", {
      Bucket: bucket,
      // The oldest region has no name of its own here.
      ...(region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" },
      }),
    }),
    undo: keptCall("s3", "DeleteBucket", { Bucket: bucket }),
  });
}

/** The bucket's whole configuration, which a change must send back but for its own rule. */
async function readNotifications(steps: Steps, bucket: string): Promise<NotificationConfiguration> {
  const { s3 } = clientsFor(steps.connection);
  const {
    LambdaFunctionConfigurations,
    QueueConfigurations,
    TopicConfigurations,
    EventBridgeConfiguration,
  } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
  return {
    LambdaFunctionConfigurations,
    QueueConfigurations,
    TopicConfigurations,
    EventBridgeConfiguration,
  };
}

async function put(
  steps: Steps,
  bucket: string,
  present: NotificationConfiguration,
  LambdaFunctionConfigurations: LambdaFunctionConfiguration[],
  { title }: { title: string },
): Promise<void> {
  const inputOf = (NotificationConfiguration: NotificationConfiguration) =>
    keptCall("s3", "PutBucketNotificationConfiguration", {
      Bucket: bucket,
      NotificationConfiguration,
    });
  const next = { ...present, LambdaFunctionConfigurations };
  await steps.send({
    title,
    before: present,
    after: next,
    call: inputOf(next),
    undo: inputOf(present),
    // A permission that was added a moment ago may not be known to S3 yet.
    mayPass: (error) =>
      /unable to validate the following destination/i.test(problemFrom(error).detail),
  });
}

function ruleOf({ calledArn }: TriggerTarget, id: string, draft: BucketDraft) {
  const rules = [
    ...(draft.prefix ? [{ Name: "prefix" as const, Value: draft.prefix }] : []),
    ...(draft.suffix ? [{ Name: "suffix" as const, Value: draft.suffix }] : []),
  ];
  return {
    Id: id,
    LambdaFunctionArn: calledArn,
    Events: draft.events as LambdaFunctionConfiguration["Events"],
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  };
}

function newId(present: NotificationConfiguration, functionName: string): string {
  const taken = allRules(present).map(({ Id }) => Id);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? functionName : `${functionName}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** S3 refuses two rules for one event and one key with a sentence that names neither. */
function checkOverlap(
  draft: BucketDraft,
  present: NotificationConfiguration,
  ownId: string | undefined,
): void {
  const others = allRules(present)
    .filter(({ Id }) => ownId === undefined || Id !== ownId)
    .map((rule): BucketRule => ({
      targetArn: rule.arn,
      events: rule.Events ?? [],
      prefix: keyPart(rule.Filter, "prefix"),
      suffix: keyPart(rule.Filter, "suffix"),
    }));
  const other = overlappingRule(draft, others);
  if (!other) return;
  const keys = [
    other.prefix && `keys that begin with ${other.prefix}`,
    other.suffix && `keys that end in ${other.suffix}`,
  ].filter(Boolean);
  refuse(
    "prefix",
    `The bucket tells ${other.targetArn} of ${other.events.join(", ")} already, for ${keys.join(" and ") || "every key"}: of one event and key S3 tells once. Choose other events, or a prefix and suffix that cannot both fit the same key.`,
  );
}

interface AnyRule {
  Id?: string;
  arn: string;
  Events?: readonly string[];
  Filter?: NotificationConfigurationFilter;
}

function allRules(present: NotificationConfiguration): AnyRule[] {
  return [
    ...(present.LambdaFunctionConfigurations ?? []).map((rule) => ({
      ...rule,
      arn: rule.LambdaFunctionArn ?? "",
    })),
    ...(present.QueueConfigurations ?? []).map((rule) => ({ ...rule, arn: rule.QueueArn ?? "" })),
    ...(present.TopicConfigurations ?? []).map((rule) => ({ ...rule, arn: rule.TopicArn ?? "" })),
  ];
}

function keyPart(filter: NotificationConfigurationFilter | undefined, name: string): string {
  const rules = filter?.Key?.FilterRules ?? [];
  return rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? "";
}
