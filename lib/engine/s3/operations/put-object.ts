import type { PutObjectOutput, PutObjectRequest } from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { checksumMember } from "../checksums.ts";
import { checkWriteConditions } from "../object-conditions.ts";
import { readProperties, refuseExtras } from "../object-properties.ts";
import { receiveObject } from "../receive-object.ts";
import type { S3Deps } from "../s3-deps.ts";
import { currentObject } from "../find-object.ts";

/** Stores an object; answered when its bytes are on disk. */
export async function putObject(
  deps: S3Deps,
  input: PutObjectRequest & { Body?: unknown },
  context: CallContext,
): Promise<PutObjectOutput> {
  const { buckets, objects, files, notifier, clock } = deps;
  const { Bucket: bucketName = "", Key: key = "" } = input;
  buckets.require(bucketName);
  refuseExtras(input);
  const properties = readProperties(input);
  checkWriteConditions(currentObject(objects, bucketName, key), input);
  const body = await receiveObject(files, input.Body, input);
  try {
    // The bucket and the object may have changed while the bytes came.
    const bucket = buckets.require(bucketName);
    checkWriteConditions(currentObject(objects, bucketName, key), input);
    const value = body.checksums[body.algorithm] ?? "";
    const stored = objects.put(bucket, {
      bucket: bucketName,
      key,
      deleteMarker: false,
      modifiedMs: clock.now(),
      sizeBytes: body.file.sizeBytes,
      etag: body.md5,
      properties,
      checksum: { algorithm: body.algorithm, value, type: "FULL_OBJECT" },
      files: [body.file],
    });
    notifier.notify("ObjectCreated:Put", bucket, stored, context);
    return {
      ETag: `"${stored.etag}"`,
      [checksumMember(body.algorithm)]: value,
      ChecksumType: "FULL_OBJECT",
      ServerSideEncryption: "AES256",
      ...(bucket.versioning === "Enabled" && { VersionId: stored.versionId }),
    };
  } catch (error) {
    await files.remove([body.file]);
    throw error;
  }
}
