import { createHash } from "node:crypto";
import type { CopyObjectOutput, CopyObjectRequest } from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { checksumMember, readAlgorithm, startChecksum } from "../checksums.ts";
import { findCopySource } from "../copy-source.ts";
import { invalidRequest } from "../errors.ts";
import { currentObject } from "../find-object.ts";
import { checkWriteConditions } from "../object-conditions.ts";
import { readProperties, refuseExtras } from "../object-properties.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { StoredObject } from "../stored-object.ts";

/** A copy with the source's properties, or with new ones (`REPLACE`). */
export async function copyObject(
  deps: S3Deps,
  input: CopyObjectRequest,
  context: CallContext,
): Promise<CopyObjectOutput> {
  const { buckets, objects, files, notifier, clock } = deps;
  const { Bucket: bucketName = "", Key: key = "" } = input;
  buckets.require(bucketName);
  refuseExtras(input);
  const { source, versionId: sourceVersionId } = findCopySource(deps, input);
  const replaces = input.MetadataDirective === "REPLACE";
  const replacesTags = input.TaggingDirective === "REPLACE";
  const changesClass =
    input.StorageClass !== undefined && input.StorageClass !== source.properties.storageClass;
  if (
    source.bucket === bucketName &&
    source.key === key &&
    sourceVersionId === undefined &&
    !replaces &&
    !changesClass &&
    input.WebsiteRedirectLocation === undefined
  )
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const { Tagging: tagging, ...rest } = input;
  const given = readProperties({ ...rest, ...(replacesTags && tagging && { Tagging: tagging }) });
  const kept = source.properties;
  const properties = {
    ...(replaces ? given : kept),
    storageClass: given.storageClass,
    tags: replacesTags ? given.tags : kept.tags,
    ...(given.websiteRedirectLocation && {
      websiteRedirectLocation: given.websiteRedirectLocation,
    }),
  };
  checkWriteConditions(currentObject(objects, bucketName, key), input);
  const checksum = await checksumOfCopy(deps, source, input.ChecksumAlgorithm);
  const shared = await files.share(source.files);
  const bucket = buckets.require(bucketName);
  const stored = objects.put(bucket, {
    bucket: bucketName,
    key,
    deleteMarker: false,
    modifiedMs: clock.now(),
    sizeBytes: source.sizeBytes,
    etag: source.parts ? await md5Of(deps, source) : source.etag,
    properties,
    ...(checksum && { checksum }),
    files: shared,
  });
  notifier.notify("ObjectCreated:Copy", bucket, stored, context);
  return {
    CopyObjectResult: {
      ETag: `"${stored.etag}"`,
      LastModified: new Date(stored.modifiedMs),
      ...(checksum && {
        [checksumMember(checksum.algorithm)]: checksum.value,
        ChecksumType: checksum.type,
      }),
    },
    ...(buckets.require(source.bucket).versioning && { CopySourceVersionId: source.versionId }),
    ...(bucket.versioning === "Enabled" && { VersionId: stored.versionId }),
    ServerSideEncryption: "AES256",
  };
}

/** The source's own checksum holds for the copy, unless another was asked for or it is one of parts. */
async function checksumOfCopy(
  { files }: S3Deps,
  source: StoredObject,
  asked: string | undefined,
): Promise<StoredObject["checksum"]> {
  const algorithm = asked ? readAlgorithm(asked) : (source.checksum?.algorithm ?? "CRC64NVME");
  const { checksum } = source;
  if (checksum?.type === "FULL_OBJECT" && checksum.algorithm === algorithm) return checksum;
  const running = startChecksum(algorithm);
  for await (const piece of files.read(source.files)) running.update(piece);
  return { algorithm, value: running.digest(), type: "FULL_OBJECT" };
}

/** A copy is no multipart object: its ETag is the MD5 of its bytes. */
async function md5Of({ files }: S3Deps, source: StoredObject): Promise<string> {
  const hash = createHash("md5");
  for await (const piece of files.read(source.files)) hash.update(piece);
  return hash.digest("hex");
}
