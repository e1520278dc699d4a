import type {
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
} from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { invalidArgument } from "../errors.ts";
import { listObjects as listPage, type ObjectPage } from "../list-objects.ts";
import { describeOwner } from "../owner.ts";
import { keyWriter, pageSize } from "../page.ts";
import type { S3Deps } from "../s3-deps.ts";

/** The first version: pages go on at a key (`marker`). */
export function listObjects(
  { buckets, objects }: S3Deps,
  input: ListObjectsRequest,
  context: CallContext,
): ListObjectsOutput {
  const { name } = buckets.require(input.Bucket);
  const { Prefix: prefix = "", Delimiter: delimiter = "", Marker: after = "" } = input;
  const write = keyWriter(input.EncodingType);
  const limit = pageSize(input.MaxKeys, "max-keys");
  const page = listPage(objects, name, { prefix, delimiter, after, limit });
  return {
    Name: name,
    Prefix: write(prefix),
    Marker: write(after),
    ...(delimiter && { Delimiter: write(delimiter) }),
    MaxKeys: limit,
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: page.truncated,
    // Without a delimiter a caller goes on at the last key by itself.
    ...(page.truncated && delimiter && { NextMarker: write(page.last) }),
    ...contents(page, write, context.accountId),
  };
}

/** The second: pages go on at a token. */
export function listObjectsV2(
  { buckets, objects }: S3Deps,
  input: ListObjectsV2Request,
  context: CallContext,
): ListObjectsV2Output {
  const { name } = buckets.require(input.Bucket);
  const { Prefix: prefix = "", Delimiter: delimiter = "", StartAfter: startAfter = "" } = input;
  const write = keyWriter(input.EncodingType);
  const limit = pageSize(input.MaxKeys, "max-keys");
  const token = input.ContinuationToken;
  const after = token === undefined ? startAfter : readToken(token);
  const page = listPage(objects, name, { prefix, delimiter, after, limit });
  return {
    Name: name,
    Prefix: write(prefix),
    ...(delimiter && { Delimiter: write(delimiter) }),
    MaxKeys: limit,
    KeyCount: page.objects.length + page.commonPrefixes.length,
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(startAfter && { StartAfter: write(startAfter) }),
    ...(token !== undefined && { ContinuationToken: token }),
    IsTruncated: page.truncated,
    ...(page.truncated && { NextContinuationToken: writeToken(page.last) }),
    ...contents(page, write, input.FetchOwner ? context.accountId : undefined),
  };
}

function contents(
  page: ObjectPage,
  write: (key: string) => string,
  ownerId: string | undefined,
): Pick<ListObjectsV2Output, "Contents" | "CommonPrefixes"> {
  return {
    Contents: page.objects.map((object) => ({
      Key: write(object.key),
      LastModified: new Date(object.modifiedMs),
      ETag: `"${object.etag}"`,
      ...(object.checksum && {
        ChecksumAlgorithm: [object.checksum.algorithm],
        ChecksumType: object.checksum.type,
      }),
      Size: object.sizeBytes,
      StorageClass: object.properties.storageClass as "STANDARD",
      ...(ownerId && { Owner: describeOwner(ownerId) }),
    })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
  };
}

const writeToken = (key: string): string => Buffer.from(`1${key}`).toString("base64");

function readToken(token: string): string {
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith("1"))
    throw invalidArgument(
      "The continuation token provided is incorrect",
      "continuation-token",
      token,
    );
  return text.slice(1);
}
