import type {
  ListMultipartUploadsOutput,
  ListMultipartUploadsRequest,
  ListPartsOutput,
  ListPartsRequest,
} from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { checksumMember } from "../checksums.ts";
import { describeOwner } from "../owner.ts";
import { commonPrefix, isBefore, keyWriter, pageSize } from "../page.ts";
import type { S3Deps } from "../s3-deps.ts";

export function listParts(
  { buckets, uploads }: S3Deps,
  input: ListPartsRequest,
  { accountId }: CallContext,
): ListPartsOutput {
  const { Bucket: bucket = "", Key: key = "", UploadId: uploadId = "" } = input;
  buckets.require(bucket);
  const { checksum, properties } = uploads.require(bucket, key, uploadId);
  const limit = pageSize(input.MaxParts, "max-parts");
  const marker = Number(input.PartNumberMarker ?? 0);
  const all = uploads.parts(uploadId).filter(({ partNumber }) => partNumber > marker);
  const page = all.slice(0, limit);
  const owner = describeOwner(accountId);
  return {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: limit,
    IsTruncated: all.length > page.length,
    Parts: page.map(({ partNumber, etag, file, modifiedMs, checksums }) => ({
      PartNumber: partNumber,
      LastModified: new Date(modifiedMs),
      ETag: `"${etag}"`,
      Size: file.sizeBytes,
      ...(checksum && { [checksumMember(checksum.algorithm)]: checksums[checksum.algorithm] }),
    })),
    Initiator: owner,
    Owner: owner,
    StorageClass: properties.storageClass as "STANDARD",
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
  };
}

export function listMultipartUploads(
  { buckets, uploads }: S3Deps,
  input: ListMultipartUploadsRequest,
  { accountId }: CallContext,
): ListMultipartUploadsOutput {
  const { name } = buckets.require(input.Bucket);
  const { Prefix: prefix = "", Delimiter: delimiter = "", KeyMarker: keyMarker = "" } = input;
  const { UploadIdMarker: idMarker = "" } = input;
  const write = keyWriter(input.EncodingType);
  const limit = pageSize(input.MaxUploads, "max-uploads");
  const owner = describeOwner(accountId);
  const prefixes = new Set<string>();
  const listed: NonNullable<ListMultipartUploadsOutput["Uploads"]> = [];
  let last: { key: string; uploadId: string } | undefined;
  let truncated = false;
  const all = uploads.list(name);
  const marker = all.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === idMarker);
  const rest = all.filter(
    ({ key }, index) =>
      key.startsWith(prefix) &&
      (keyMarker === "" ||
        isBefore(keyMarker, key) ||
        (marker >= 0 && key === keyMarker && index > marker)),
  );
  for (const upload of rest) {
    const folded = commonPrefix(upload.key, prefix, delimiter);
    if (folded !== undefined && prefixes.has(folded)) continue;
    if (listed.length + prefixes.size >= limit) {
      truncated = true;
      break;
    }
    last = { key: folded ?? upload.key, uploadId: folded === undefined ? upload.uploadId : "" };
    if (folded !== undefined) {
      prefixes.add(folded);
      continue;
    }
    listed.push({
      Key: write(upload.key),
      UploadId: upload.uploadId,
      Initiated: new Date(upload.initiatedMs),
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.properties.storageClass as "STANDARD",
      ...(upload.checksum && {
        ChecksumAlgorithm: upload.checksum.algorithm,
        ChecksumType: upload.checksum.type,
      }),
    });
  }
  return {
    Bucket: name,
    KeyMarker: write(keyMarker),
    UploadIdMarker: idMarker,
    ...(prefix && { Prefix: write(prefix) }),
    ...(delimiter && { Delimiter: write(delimiter) }),
    NextKeyMarker: truncated && last ? write(last.key) : "",
    NextUploadIdMarker: truncated && last ? last.uploadId : "",
    MaxUploads: limit,
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: truncated,
    Uploads: listed,
    CommonPrefixes: [...prefixes].map((one) => ({ Prefix: write(one) })),
  };
}
