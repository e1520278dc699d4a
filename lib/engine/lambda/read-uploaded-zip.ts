import type { FunctionCode } from "@aws-sdk/client-lambda";
import { refuseFields } from "../http/refuse-fields.ts";
import { ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";

/** AWS's limit on a zip that is sent with the call. */
const zippedLimitBytes = 52_428_800;

/** The zip of CreateFunction or UpdateFunctionCode; other places code may come from are refused. */
export function readUploadedZip(code: FunctionCode, operation: string): Uint8Array {
  refuseFields("InvalidParameterValueException", code, {
    S3Bucket: "there are no buckets yet; send the code as ZipFile.",
    S3Key: "there are no buckets yet; send the code as ZipFile.",
    S3ObjectVersion: "there are no buckets yet; send the code as ZipFile.",
    S3ObjectStorageMode: "there are no buckets yet; send the code as ZipFile.",
    ImageUri: "functions run from zip files, not from container images.",
    SourceKMSKeyArn: "there is no key management.",
  });
  if (!code.ZipFile) throw invalidParameter("Please provide a source for function code.");
  if (code.ZipFile.length > zippedLimitBytes)
    throw new ServiceError(
      "RequestEntityTooLargeException",
      `Request must be smaller than 70167211 bytes for the ${operation} operation`,
      413,
    );
  return code.ZipFile;
}
