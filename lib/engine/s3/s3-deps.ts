import type { Clock } from "../clock.ts";
import type { BodyFiles } from "./body-files.ts";
import type { BucketStore } from "./bucket-store.ts";
import type { ObjectNotifier } from "./notifications/notify.ts";
import type { NotificationTargets } from "./notifications/check-notifications.ts";
import type { ObjectStore } from "./object-store.ts";
import type { UploadStore } from "./upload-store.ts";

/** What S3's operations work on. */
export interface S3Deps {
  buckets: BucketStore;
  objects: ObjectStore;
  uploads: UploadStore;
  files: BodyFiles;
  notifier: ObjectNotifier;
  targets: NotificationTargets;
  clock: Clock;
}
