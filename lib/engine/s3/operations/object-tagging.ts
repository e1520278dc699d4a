import type {
  DeleteObjectTaggingOutput,
  DeleteObjectTaggingRequest,
  GetObjectTaggingOutput,
  GetObjectTaggingRequest,
  PutObjectTaggingOutput,
  PutObjectTaggingRequest,
} from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import type { Bucket } from "../bucket.ts";
import { findObject } from "../find-object.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { StoredObject } from "../stored-object.ts";
import { describeTags, readTagSet } from "../tags.ts";

interface ObjectReference {
  Bucket?: string | undefined;
  Key?: string | undefined;
  VersionId?: string | undefined;
}

export function getObjectTagging(
  deps: S3Deps,
  input: GetObjectTaggingRequest,
): GetObjectTaggingOutput {
  const { bucket, object } = find(deps, input);
  return { TagSet: describeTags(object.properties.tags), ...versionOf(bucket, object) };
}

export function putObjectTagging(
  deps: S3Deps,
  input: PutObjectTaggingRequest,
  context: CallContext,
): PutObjectTaggingOutput {
  const { bucket, object } = find(deps, input);
  setTags(deps, object, readTagSet(input.Tagging?.TagSet, 10));
  deps.notifier.notify("ObjectTagging:Put", bucket, object, context);
  return versionOf(bucket, object);
}

export function deleteObjectTagging(
  deps: S3Deps,
  input: DeleteObjectTaggingRequest,
  context: CallContext,
): DeleteObjectTaggingOutput {
  const { bucket, object } = find(deps, input);
  setTags(deps, object, {});
  deps.notifier.notify("ObjectTagging:Delete", bucket, object, context);
  return versionOf(bucket, object);
}

function find({ buckets, objects }: S3Deps, input: ObjectReference) {
  const bucket = buckets.require(input.Bucket);
  return { bucket, object: findObject(objects, bucket.name, input.Key ?? "", input.VersionId) };
}

function setTags({ objects }: S3Deps, object: StoredObject, tags: Record<string, string>): void {
  objects.update({ ...object, properties: { ...object.properties, tags } });
}

const versionOf = (bucket: Bucket, { versionId }: StoredObject) =>
  bucket.versioning ? { VersionId: versionId } : {};
