import type { BucketNotification } from "../push-triggers";
import { type DraftKind, type DraftTarget, onlyProblems } from "./draft-kind";

export interface BucketDraft extends DraftTarget {
  kind: "bucket";
  bucket: string;
  /** The bucket is made first. */
  isNew: boolean;
  events: string[];
  prefix: string;
  suffix: string;
}

/** What a bucket tells of. Source: "Supported event types for SQS, SNS, and Lambda" in the S3 user guide. */
export const bucketEvents: readonly { group: string; events: readonly string[] }[] = [
  {
    group: "Objects created",
    events: [
      "s3:ObjectCreated:*",
      "s3:ObjectCreated:Put",
      "s3:ObjectCreated:Post",
      "s3:ObjectCreated:Copy",
      "s3:ObjectCreated:CompleteMultipartUpload",
    ],
  },
  {
    group: "Objects removed",
    events: [
      "s3:ObjectRemoved:*",
      "s3:ObjectRemoved:Delete",
      "s3:ObjectRemoved:DeleteMarkerCreated",
    ],
  },
  {
    group: "Restored from an archive",
    events: [
      "s3:ObjectRestore:*",
      "s3:ObjectRestore:Post",
      "s3:ObjectRestore:Completed",
      "s3:ObjectRestore:Delete",
    ],
  },
  {
    group: "Replication",
    events: [
      "s3:Replication:*",
      "s3:Replication:OperationFailedReplication",
      "s3:Replication:OperationNotTracked",
      "s3:Replication:OperationMissedThreshold",
      "s3:Replication:OperationReplicatedAfterThreshold",
    ],
  },
  {
    group: "Other",
    events: [
      "s3:ReducedRedundancyLostObject",
      "s3:LifecycleExpiration:*",
      "s3:LifecycleExpiration:Delete",
      "s3:LifecycleExpiration:DeleteMarkerCreated",
      "s3:LifecycleTransition",
      "s3:IntelligentTiering",
      "s3:ObjectTagging:*",
      "s3:ObjectTagging:Put",
      "s3:ObjectTagging:Delete",
      "s3:ObjectAcl:Put",
    ],
  },
];

const known = new Set(bucketEvents.flatMap(({ events }) => events));

const bucketNamePattern = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/;

export const bucketDrafts: DraftKind<BucketDraft, BucketNotification> = {
  of: ({ bucket, events, prefix = "", suffix = "", qualifier }) => ({
    kind: "bucket",
    bucket,
    isNew: false,
    events,
    prefix,
    suffix,
    qualifier,
  }),
  problems: ({ bucket, events, prefix, suffix }) => {
    const unknown = events.find((event) => !known.has(event));
    const whole = events.find((event) =>
      events.some((other) => other !== event && coversEvent(other, event)),
    );
    return onlyProblems({
      bucket:
        !bucketNamePattern.test(bucket) &&
        "A bucket's name has 3 to 63 small letters, digits, dots and dashes.",
      events:
        (events.length === 0 && "Choose at least one event.") ||
        (unknown !== undefined && `${unknown} is no event of a bucket.`) ||
        (whole !== undefined && `${whole} is told twice: a chosen event holds it already.`),
      prefix: prefix.length > 1_024 && "A prefix has at most 1,024 characters.",
      suffix: suffix.length > 1_024 && "A suffix has at most 1,024 characters.",
    });
  },
  lines: ({ bucket, events, prefix, suffix, qualifier }) => [
    { label: "Bucket", value: bucket },
    { label: "Calls", value: qualifier ?? "$LATEST" },
    { label: "Events", value: events.join(", ") },
    { label: "Keys that begin with", value: prefix || "anything" },
    { label: "Keys that end in", value: suffix || "anything" },
  ],
};

/** `s3:ObjectCreated:*` holds `s3:ObjectCreated:Put`. */
function coversEvent(event: string, other: string): boolean {
  return event === other || (event.endsWith("*") && other.startsWith(event.slice(0, -1)));
}

/** A rule of a bucket, whoever it tells. */
export interface BucketRule {
  /** The ARN it tells. */
  targetArn: string;
  events: readonly string[];
  prefix: string;
  suffix: string;
}

/**
 * The first rule of a bucket that would fit the same event and the same key as another: S3 allows one only.
 * Source: "Configuring event notifications with object key name filtering".
 */
export function overlappingRule(
  draft: Omit<BucketRule, "targetArn">,
  others: readonly BucketRule[],
): BucketRule | undefined {
  return others.find(
    (other) =>
      draft.events.some((event) =>
        other.events.some((one) => coversEvent(event, one) || coversEvent(one, event)),
      ) &&
      (draft.prefix.startsWith(other.prefix) || other.prefix.startsWith(draft.prefix)) &&
      (draft.suffix.endsWith(other.suffix) || other.suffix.endsWith(draft.suffix)),
  );
}
