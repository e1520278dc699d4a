import type { PutObjectRequest } from "@aws-sdk/client-s3";
import { ServiceError } from "../http/service.ts";
import { invalidArgument, notImplemented } from "./errors.ts";
import type { ObjectProperties, StoredObject } from "./stored-object.ts";
import { checkTags, readTagHeader } from "./tags.ts";

type PropertyInput = Pick<
  PutObjectRequest,
  | "Key"
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "ContentType"
  | "Expires"
  | "Metadata"
  | "StorageClass"
  | "Tagging"
  | "WebsiteRedirectLocation"
>;

const largestMetadataBytes = 2048;
const longestKeyBytes = 1024;
/** Classes whose objects can be read at once. */
const storageClasses = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
]);

/** What an upload says about its object. Throws S3's errors. */
export function readProperties(input: PropertyInput): ObjectProperties {
  checkKey(input.Key ?? "");
  const metadata = input.Metadata ?? {};
  const metadataBytes = Object.entries(metadata)
    .map(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value))
    .reduce((sum, bytes) => sum + bytes, 0);
  if (metadataBytes > largestMetadataBytes)
    throw new ServiceError(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
      400,
      { Size: metadataBytes, MaxSizeAllowed: largestMetadataBytes },
    );
  const storageClass = input.StorageClass ?? "STANDARD";
  if (!storageClasses.has(storageClass))
    throw /^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass)
      ? notImplemented(`the storage class ${storageClass}`, "nothing is archived.")
      : new ServiceError(
          "InvalidStorageClass",
          "The storage class you specified is not valid",
          400,
          {
            StorageClassRequested: storageClass,
          },
        );
  const tags = input.Tagging === undefined ? {} : readTagHeader(input.Tagging);
  checkTags(tags, 10);
  const contentEncoding = input.ContentEncoding?.split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "aws-chunked" && one !== "")
    .join(",");
  return {
    contentType: input.ContentType || "binary/octet-stream",
    ...(input.CacheControl && { cacheControl: input.CacheControl }),
    ...(input.ContentDisposition && { contentDisposition: input.ContentDisposition }),
    ...(contentEncoding && { contentEncoding }),
    ...(input.ContentLanguage && { contentLanguage: input.ContentLanguage }),
    ...(input.Expires && { expiresMs: input.Expires.getTime() }),
    ...(input.WebsiteRedirectLocation && {
      websiteRedirectLocation: input.WebsiteRedirectLocation,
    }),
    storageClass,
    metadata,
    tags,
  };
}

function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKeyBytes)
    throw new ServiceError("KeyTooLongError", "Your key is too long", 400, {
      Size: bytes,
      MaxSizeAllowed: longestKeyBytes,
    });
}

const encryption = "objects are not encrypted.";
const permissions = "permissions are not checked.";
const locks = "objects are not locked.";
const refusals: Readonly<Record<string, string>> = {
  GrantFullControl: permissions,
  GrantRead: permissions,
  GrantReadACP: permissions,
  GrantWrite: permissions,
  GrantWriteACP: permissions,
  SSECustomerAlgorithm: encryption,
  SSECustomerKey: encryption,
  SSEKMSKeyId: encryption,
  SSEKMSEncryptionContext: encryption,
  CopySourceSSECustomerKey: encryption,
  ObjectLockMode: locks,
  ObjectLockRetainUntilDate: locks,
  ObjectLockLegalHoldStatus: locks,
  ObjectLockEventHold: locks,
  ObjectLockEnabledForBucket: locks,
  WriteOffsetBytes: "nothing can be appended to an object.",
};

/** Refuses by name what an upload or a new bucket may ask for and would not get. */
export function refuseExtras(input: object): void {
  const given = input as Readonly<Record<string, unknown>>;
  for (const [name, reason] of Object.entries(refusals))
    if (given[name] !== undefined && given[name] !== false) throw notImplemented(name, reason);
  const { ACL, ServerSideEncryption } = given;
  if (ACL !== undefined && ACL !== "private" && ACL !== "bucket-owner-full-control")
    throw notImplemented(`the ACL '${String(ACL)}'`, permissions);
  if (ServerSideEncryption !== undefined && ServerSideEncryption !== "AES256")
    throw typeof ServerSideEncryption === "string" && ServerSideEncryption.startsWith("aws:")
      ? notImplemented(
          `ServerSideEncryption '${ServerSideEncryption}'`,
          "there is no key management.",
        )
      : invalidArgument(
          "The encryption method specified is not supported",
          "x-amz-server-side-encryption",
          String(ServerSideEncryption),
        );
}

/** The headers of GET and HEAD. */
export function describeProperties({ properties, ...object }: StoredObject) {
  return {
    ContentType: properties.contentType,
    CacheControl: properties.cacheControl,
    ContentDisposition: properties.contentDisposition,
    ContentEncoding: properties.contentEncoding,
    ContentLanguage: properties.contentLanguage,
    Expires: properties.expiresMs === undefined ? undefined : new Date(properties.expiresMs),
    WebsiteRedirectLocation: properties.websiteRedirectLocation,
    StorageClass: properties.storageClass === "STANDARD" ? undefined : properties.storageClass,
    Metadata: properties.metadata,
    ServerSideEncryption: "AES256" as const,
    ETag: `"${object.etag}"`,
    LastModified: new Date(object.modifiedMs),
  };
}
