import type { FunctionCode } from "@aws-sdk/client-lambda";
import { refuseFields } from "../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

/** AWS's limit on a zip that is sent with the call; its text is that of aws/aws-lambda-dotnet#1570. */
const zippedLimitBytes = 52_428_800;

/** The zip that CreateFunction, UpdateFunctionCode or PublishLayerVersion sends along or names in S3. */
export async function readUploadedZip(
  { readObject }: Pick<LambdaDeps, "readObject">,
  code: FunctionCode,
  operation: string,
  { region }: Pick<CallContext, "region">,
): Promise<Uint8Array> {
  if (code.ImageUri && operation === "UpdateFunctionCode")
    throw invalidParameter(
      "Please don't provide ImageUri when updating a function with packageType Zip.",
    );
  refuseFields(
    "InvalidParameterValueException",
    {
      ...code,
      S3ObjectStorageMode:
        code.S3ObjectStorageMode === "COPY" ? undefined : code.S3ObjectStorageMode,
    },
    {
      S3ObjectStorageMode: "code is copied when it is deployed; use COPY.",
      ImageUri: "functions run from zip files, not from container images.",
      SourceKMSKeyArn: "there is no key management.",
    },
  );
  const { ZipFile: zip, S3Bucket: bucket, S3Key: key, S3ObjectVersion: versionId } = code;
  if (zip && (bucket ?? key ?? versionId) !== undefined)
    throw invalidParameter(
      "Please do not provide other FunctionCode parameters when providing a ZipFile.",
    );
  if (zip) {
    if (zip.length > zippedLimitBytes)
      throw invalidParameter(`Zipped size must be smaller than ${zippedLimitBytes} bytes`);
    return zip;
  }
  if (!bucket || !key) throw invalidParameter("Please provide a source for function code.");
  try {
    return await readObject({ region, bucket, key, versionId });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}
