import type { Clock } from "../clock.ts";
import type { BodyFiles } from "./body-files.ts";
import type { BucketStore } from "./bucket-store.ts";
import type { ObjectNotifier } from "./notifications/notify.ts";
import { readProperties } from "./object-properties.ts";
import type { ObjectStore } from "./object-store.ts";

const largestBytes = 16 * 1024 * 1024;

/** Writes an object for the services beside S3, such as the record of a failed event. Throws S3's errors. */
export const writeObject =
  (deps: {
    buckets: BucketStore;
    objects: ObjectStore;
    files: BodyFiles;
    notifier: ObjectNotifier;
    clock: Clock;
  }) =>
  async (
    bucketName: string,
    key: string,
    text: string,
    caller: { requestId: string; accountId: string; accessKeyId: string },
  ): Promise<void> => {
    const { buckets, objects, files, notifier, clock } = deps;
    buckets.require(bucketName);
    const bytes = Buffer.from(text, "utf8");
    const body = await files.receive(
      (async function* () {
        yield await Promise.resolve(bytes);
      })(),
      {
        checksums: ["CRC64NVME"],
        sha256: false,
        limitBytes: largestBytes,
        onTooLarge: () => new Error(`The object is larger than ${largestBytes} bytes`),
      },
    );
    try {
      const bucket = buckets.require(bucketName);
      const stored = objects.put(bucket, {
        bucket: bucketName,
        key,
        deleteMarker: false,
        modifiedMs: clock.now(),
        sizeBytes: body.file.sizeBytes,
        etag: body.md5,
        properties: readProperties({ Key: key, ContentType: "application/json" }),
        checksum: {
          algorithm: "CRC64NVME",
          value: body.checksums.CRC64NVME ?? "",
          type: "FULL_OBJECT",
        },
        files: [body.file],
      });
      notifier.notify("ObjectCreated:Put", bucket, stored, caller);
    } catch (error) {
      await files.remove([body.file]);
      throw error;
    }
  };
