import { ServiceError } from "../http/service.ts";

// S3's codes and sentences, as its list of error codes and its own answers have them.

export const noSuchBucket = (bucket: string): ServiceError =>
  new ServiceError("NoSuchBucket", "The specified bucket does not exist", 404, {
    BucketName: bucket,
  });

export const noSuchKey = (key: string): ServiceError =>
  new ServiceError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });

export const noSuchVersion = (key: string, versionId: string): ServiceError =>
  new ServiceError("NoSuchVersion", "The specified version does not exist.", 404, {
    Key: key,
    VersionId: versionId,
  });

export const noSuchUpload = (uploadId: string): ServiceError =>
  new ServiceError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name: string, value: string): ServiceError =>
  new ServiceError("InvalidArgument", message, 400, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string): ServiceError =>
  new ServiceError("InvalidRequest", message, 400);

export const preconditionFailed = (condition: string): ServiceError =>
  new ServiceError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
    { Condition: condition },
  );

/** What the engine does not imitate; S3 words it alike for headers that it does not know. */
export const notImplemented = (what: string, reason: string): ServiceError =>
  new ServiceError("NotImplemented", `The local engine does not support ${what}: ${reason}`, 501);
