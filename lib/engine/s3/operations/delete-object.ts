import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
} from "@aws-sdk/client-s3";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { Bucket } from "../bucket.ts";
import { notImplemented, preconditionFailed } from "../errors.ts";
import { currentObject } from "../find-object.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { StoredObject } from "../stored-object.ts";
import { malformedXml } from "../../http/xml-tree.ts";

interface Target {
  key: string;
  versionId?: string | undefined;
  etag?: string | undefined;
}

export function deleteObject(
  deps: S3Deps,
  input: DeleteObjectRequest,
  context: CallContext,
): DeleteObjectOutput {
  refuseConditions(input);
  const bucket = deps.buckets.require(input.Bucket);
  const { Key: key = "", VersionId: versionId, IfMatch: etag } = input;
  return deleteOne(deps, bucket, { key, versionId, etag }, context);
}

/** Up to 1,000 deletions; each has an answer of its own. */
export function deleteObjects(
  deps: S3Deps,
  input: DeleteObjectsRequest,
  context: CallContext,
): DeleteObjectsOutput {
  const bucket = deps.buckets.require(input.Bucket);
  const { Objects: wanted = [], Quiet: quiet } = input.Delete ?? { Objects: [] };
  if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
  const deleted: NonNullable<DeleteObjectsOutput["Deleted"]> = [];
  const errors: NonNullable<DeleteObjectsOutput["Errors"]> = [];
  for (const { Key: key = "", VersionId: versionId, ETag: etag } of wanted)
    try {
      const done = deleteOne(deps, bucket, { key, versionId, etag }, context);
      deleted.push({
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...(done.DeleteMarker && {
          DeleteMarker: true,
          DeleteMarkerVersionId: versionId ?? done.VersionId,
        }),
      });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      errors.push({
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        Code: error.code,
        Message: error.message,
      });
    }
  return { ...(!quiet && { Deleted: deleted }), Errors: errors };
}

/** Without a version a delete marker comes on top, or the object goes where there are no versions. */
function deleteOne(
  { objects, notifier, clock }: S3Deps,
  bucket: Bucket,
  { key, versionId, etag }: Target,
  context: CallContext,
): DeleteObjectOutput {
  const current = currentObject(objects, bucket.name, key);
  if (etag !== undefined && current && etag !== "*" && etag.replaceAll('"', "") !== current.etag)
    throw preconditionFailed("If-Match");
  if (versionId !== undefined && versionId !== "") {
    const version = objects.version(bucket.name, key, versionId);
    if (version) {
      objects.remove(version);
      notifier.notify("ObjectRemoved:Delete", bucket, version, context);
    }
    return { VersionId: versionId, ...(version?.deleteMarker && { DeleteMarker: true }) };
  }
  if (!bucket.versioning) {
    if (current) {
      objects.remove(current);
      notifier.notify("ObjectRemoved:Delete", bucket, current, context);
    }
    return {};
  }
  const marker: StoredObject = objects.put(bucket, {
    bucket: bucket.name,
    key,
    deleteMarker: true,
    modifiedMs: clock.now(),
    sizeBytes: 0,
    etag: "",
    properties: { contentType: "", storageClass: "STANDARD", metadata: {}, tags: {} },
    files: [],
  });
  notifier.notify("ObjectRemoved:DeleteMarkerCreated", bucket, marker, context);
  return { DeleteMarker: true, VersionId: marker.versionId };
}

function refuseConditions(input: DeleteObjectRequest): void {
  const reason = "these conditions are for directory buckets.";
  if (input.IfMatchLastModifiedTime || input.IfMatchSize !== undefined)
    throw notImplemented("x-amz-if-match-last-modified-time and x-amz-if-match-size", reason);
}
