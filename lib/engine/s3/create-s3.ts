import type { Clock } from "../clock.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import { policyStatements } from "../lambda/policy-statements.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { Targets } from "../targets.ts";
import { BodyFiles } from "./body-files.ts";
import { BucketStore } from "./bucket-store.ts";
import { crossOrigin } from "./cross-origin.ts";
import { notificationTargets } from "./notifications/notification-targets.ts";
import { ObjectNotifier, type NotifierDeps } from "./notifications/notify.ts";
import { readObject } from "./read-object.ts";
import { ObjectStore } from "./object-store.ts";
import { createS3Service } from "./service.ts";
import { UploadStore } from "./upload-store.ts";
import { writeObject } from "./write-object.ts";

/** S3 with all its stores, beside the functions and queues that its buckets notify. */
export function createS3(options: {
  database: EngineDatabase;
  homeDir: string;
  clock: Clock;
  accountId: string;
  functions: Pick<FunctionStore, "get">;
  targets: Targets;
  warn: NotifierDeps["warn"];
}) {
  const { database, homeDir, clock, accountId, functions, targets, warn } = options;
  const files = new BodyFiles(homeDir);
  const buckets = new BucketStore(database);
  const objects = new ObjectStore(database, files);
  const uploads = new UploadStore(database, files);
  files.sweep(new Set([...objects.usedFiles(), ...uploads.usedFiles()])).catch((error: unknown) => {
    warn("Files that no object uses could not be removed", error);
  });
  const receivers = notificationTargets({
    functionStatements: (functionArn) => policyStatements(functions, functionArn),
    policyOf: (arn) => targets.policyOf(arn),
    accountId,
  });
  const notifier = new ObjectNotifier({ targets, clock, warn });
  return {
    service: createS3Service({
      buckets,
      objects,
      uploads,
      files,
      notifier,
      targets: receivers,
      clock,
    }),
    crossOrigin: crossOrigin(buckets),
    readObject: readObject(buckets, objects, files),
    writeObject: writeObject({ buckets, objects, files, notifier, clock }),
    buckets,
  };
}
