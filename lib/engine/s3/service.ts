import type { CallContext, Operation, Service } from "../http/service.ts";
import { admitRequest } from "./admit-request.ts";
import { getBucketAcl, getBucketEncryption, getObjectAcl } from "./operations/access-control.ts";
import {
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from "./operations/bucket-notifications.ts";
import * as settings from "./operations/bucket-settings.ts";
import { deleteBucket, getBucketLocation, headBucket, listBuckets } from "./operations/buckets.ts";
import { completeMultipartUpload } from "./operations/complete-multipart-upload.ts";
import { copyObject } from "./operations/copy-object.ts";
import { createBucket } from "./operations/create-bucket.ts";
import { deleteObject, deleteObjects } from "./operations/delete-object.ts";
import { getObjectAttributes } from "./operations/get-object-attributes.ts";
import { getObject, headObject } from "./operations/get-object.ts";
import { listObjectVersions } from "./operations/list-object-versions.ts";
import { listObjects, listObjectsV2 } from "./operations/list-objects.ts";
import { listMultipartUploads, listParts } from "./operations/list-uploads.ts";
import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from "./operations/multipart-upload.ts";
import {
  deleteObjectTagging,
  getObjectTagging,
  putObjectTagging,
} from "./operations/object-tagging.ts";
import { putObject } from "./operations/put-object.ts";
import type { S3Deps } from "./s3-deps.ts";

/** Amazon S3 of the local cloud: buckets, objects with versions, multipart uploads, notifications. */
export function createS3Service(deps: S3Deps): Service {
  const bind =
    <Input>(run: (deps: S3Deps, input: Input, context: CallContext) => object | Promise<object>) =>
    (input: Input, context: CallContext) =>
      run(deps, input, context);
  const operations: Record<string, Operation> = {
    AbortMultipartUpload: bind(abortMultipartUpload),
    CompleteMultipartUpload: bind(completeMultipartUpload),
    CopyObject: bind(copyObject),
    CreateBucket: bind(createBucket),
    CreateMultipartUpload: bind(createMultipartUpload),
    DeleteBucket: bind(deleteBucket),
    DeleteBucketCors: bind(settings.deleteBucketCors),
    DeleteBucketPolicy: bind(settings.deleteBucketPolicy),
    DeleteBucketTagging: bind(settings.deleteBucketTagging),
    DeleteObject: bind(deleteObject),
    DeleteObjects: bind(deleteObjects),
    DeleteObjectTagging: bind(deleteObjectTagging),
    GetBucketAcl: bind(getBucketAcl),
    GetBucketCors: bind(settings.getBucketCors),
    GetBucketEncryption: bind(getBucketEncryption),
    GetBucketLocation: bind(getBucketLocation),
    GetBucketNotificationConfiguration: bind(getBucketNotificationConfiguration),
    GetBucketPolicy: bind(settings.getBucketPolicy),
    GetBucketTagging: bind(settings.getBucketTagging),
    GetBucketVersioning: bind(settings.getBucketVersioning),
    GetObject: bind(getObject),
    GetObjectAcl: bind(getObjectAcl),
    GetObjectAttributes: bind(getObjectAttributes),
    GetObjectTagging: bind(getObjectTagging),
    HeadBucket: bind(headBucket),
    HeadObject: bind(headObject),
    ListBuckets: bind(listBuckets),
    ListMultipartUploads: bind(listMultipartUploads),
    ListObjects: bind(listObjects),
    ListObjectsV2: bind(listObjectsV2),
    ListObjectVersions: bind(listObjectVersions),
    ListParts: bind(listParts),
    PutBucketCors: bind(settings.putBucketCors),
    PutBucketNotificationConfiguration: bind(putBucketNotificationConfiguration),
    PutBucketPolicy: bind(settings.putBucketPolicy),
    PutBucketTagging: bind(settings.putBucketTagging),
    PutBucketVersioning: bind(settings.putBucketVersioning),
    PutObject: bind(putObject),
    PutObjectTagging: bind(putObjectTagging),
    UploadPart: bind(uploadPart),
    UploadPartCopy: bind(uploadPartCopy),
  };
  return {
    id: "s3",
    signingName: "s3",
    schemas: () => import("@aws-sdk/client-s3"),
    protocols: ["restXml"],
    differences: [
      "A request needs a signature of some kind, which is not checked; anonymous ones are refused whatever a policy says.",
      "Buckets of all regions can be reached from every region.",
    ],
    admit: (request) => admitRequest(request, deps.clock.now()),
    operations,
    others: "buckets keep objects, versions, tags, CORS rules and notifications, and nothing else.",
  };
}
