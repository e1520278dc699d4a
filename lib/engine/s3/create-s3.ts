import type { Clock } from "../clock.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import type { QueueStore } from "../sqs/queue-store.ts";
import type { EngineDatabase } from "../store/database.ts";
import { BodyFiles } from "./body-files.ts";
import { BucketStore } from "./bucket-store.ts";
import { crossOrigin } from "./cross-origin.ts";
import { notificationTargets } from "./notifications/notification-targets.ts";
import { ObjectNotifier, type NotifierDeps } from "./notifications/notify.ts";
import { readObject } from "./read-object.ts";
import { ObjectStore } from "./object-store.ts";
import { createS3Service } from "./service.ts";
import { UploadStore } from "./upload-store.ts";

/** S3 with all its stores, beside the functions and queues that its buckets notify. */
export function createS3(options: {
  database: EngineDatabase;
  homeDir: string;
  clock: Clock;
  accountId: string;
  functions: Pick<FunctionStore, "get">;
  queues: Pick<QueueStore, "byArn" | "send">;
  enqueue: NotifierDeps["enqueue"];
  warn: NotifierDeps["warn"];
}) {
  const { database, homeDir, clock, accountId, functions, queues, enqueue, warn } = options;
  const files = new BodyFiles(homeDir);
  const buckets = new BucketStore(database);
  const objects = new ObjectStore(database, files);
  const uploads = new UploadStore(database, files);
  files.sweep(new Set([...objects.usedFiles(), ...uploads.usedFiles()])).catch((error: unknown) => {
    warn("Files that no object uses could not be removed", error);
  });
  const targets = notificationTargets({
    functionStatements(functionArn) {
      const [, , , region = "", , , name = "", qualifier] = functionArn.split(":");
      const fn = functions.get(region, name);
      return fn && (fn.policies[qualifier ?? "$LATEST"]?.statements ?? []);
    },
    queue: (queueArn) => queues.byArn(queueArn),
    accountId,
  });
  const notifier = new ObjectNotifier({
    enqueue,
    send: (queueArn, message) => queues.send(queueArn, message),
    clock,
    warn,
  });
  return {
    service: createS3Service({ buckets, objects, uploads, files, notifier, targets, clock }),
    crossOrigin: crossOrigin(buckets),
    readObject: readObject(buckets, objects, files),
  };
}
