import type { BusEntry } from "../../targets.ts";
import { bucketArn, type Bucket } from "../bucket.ts";
import type { StoredObject } from "../stored-object.ts";

/** The kinds of events on a bus, and what S3 says was called. */
const kinds: Readonly<Record<string, { detailType: string; reason?: string; deletion?: string }>> =
  {
    "ObjectCreated:Put": { detailType: "Object Created", reason: "PutObject" },
    "ObjectCreated:Copy": { detailType: "Object Created", reason: "CopyObject" },
    "ObjectCreated:CompleteMultipartUpload": {
      detailType: "Object Created",
      reason: "CompleteMultipartUpload",
    },
    "ObjectRemoved:Delete": {
      detailType: "Object Deleted",
      reason: "DeleteObject",
      deletion: "Permanently Deleted",
    },
    "ObjectRemoved:DeleteMarkerCreated": {
      detailType: "Object Deleted",
      reason: "DeleteObject",
      deletion: "Delete Marker Created",
    },
    "ObjectTagging:Put": { detailType: "Object Tags Added" },
    "ObjectTagging:Delete": { detailType: "Object Tags Deleted" },
  };

/** What EventBridge is told of an object (S3 user guide, "EventBridge event message structure"). */
export function bridgeEvent(
  eventName: string,
  bucket: Bucket,
  object: StoredObject,
  about: { requestId: string; accountId: string; sequencer: string | undefined },
): BusEntry | undefined {
  const kind = kinds[eventName];
  if (!kind) return undefined;
  const { detailType, reason, deletion } = kind;
  const removed = deletion !== undefined;
  return {
    source: "aws.s3",
    detailType,
    resources: [bucketArn(bucket.name)],
    detail: {
      version: "0",
      bucket: { name: bucket.name },
      object: {
        key: object.key,
        ...(detailType === "Object Created" && { size: object.sizeBytes }),
        ...(!removed && { etag: object.etag }),
        ...(object.versionId !== "null" && { "version-id": object.versionId }),
        ...(about.sequencer !== undefined && { sequencer: about.sequencer }),
      },
      "request-id": about.requestId,
      requester: about.accountId,
      ...(reason !== undefined && { "source-ip-address": "127.0.0.1", reason }),
      ...(deletion !== undefined && { "deletion-type": deletion }),
    },
  };
}
