import type {
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration,
  PutBucketNotificationConfigurationRequest,
} from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { checkNotifications } from "../notifications/check-notifications.ts";
import type { S3Deps } from "../s3-deps.ts";

export function getBucketNotificationConfiguration(
  { buckets }: S3Deps,
  input: GetBucketNotificationConfigurationRequest,
): NotificationConfiguration {
  return buckets.require(input.Bucket).notifications ?? {};
}

/** Replaces the whole configuration, after asking its functions and queues whether they take events. */
export function putBucketNotificationConfiguration(
  { buckets, targets, notifier }: S3Deps,
  input: PutBucketNotificationConfigurationRequest,
  context: CallContext,
): object {
  const bucket = buckets.require(input.Bucket);
  const skips = input.SkipDestinationValidation === true;
  const notifications = checkNotifications(
    input.NotificationConfiguration ?? {},
    bucket.name,
    targets,
    skips,
  );
  buckets.put({ ...bucket, notifications });
  if (!skips) notifier.sendTestEvents(notifications, bucket, context);
  return {};
}
