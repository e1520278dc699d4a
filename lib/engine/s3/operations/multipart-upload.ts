import { randomBytes } from "node:crypto";
import type {
  AbortMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartCopyOutput,
  UploadPartCopyRequest,
  UploadPartOutput,
  UploadPartRequest,
} from "@aws-sdk/client-s3";
import { checksumMember, readAlgorithm, type ChecksumAlgorithm } from "../checksums.ts";
import { findCopySource } from "../copy-source.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { readProperties, refuseExtras } from "../object-properties.ts";
import { receiveObject } from "../receive-object.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { Upload } from "../upload-store.ts";

export function createMultipartUpload(
  { buckets, uploads, clock }: S3Deps,
  input: CreateMultipartUploadRequest,
): CreateMultipartUploadOutput {
  const { Bucket: bucket = "", Key: key = "" } = input;
  buckets.require(bucket);
  refuseExtras(input);
  const checksum = readChecksum(input.ChecksumAlgorithm, input.ChecksumType);
  const uploadId = randomBytes(96).toString("base64url").replaceAll("-", ".");
  uploads.begin({
    uploadId,
    bucket,
    key,
    initiatedMs: clock.now(),
    properties: readProperties(input),
    ...(checksum && { checksum }),
  });
  return {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    ServerSideEncryption: "AES256",
    ...(checksum && {
      ChecksumAlgorithm: checksum.algorithm,
      ChecksumType: checksum.type,
    }),
  };
}

/** SHA checksums are made of the parts' checksums, CRC64NVME is of the whole, the other two may be either. */
function readChecksum(name: string | undefined, type: string | undefined): Upload["checksum"] {
  if (name === undefined) {
    if (type !== undefined)
      throw invalidRequest(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
      );
    return undefined;
  }
  const algorithm = readAlgorithm(name);
  const fallback = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  const chosen = (type ?? fallback) as "FULL_OBJECT" | "COMPOSITE";
  const possible: Record<ChecksumAlgorithm, readonly string[]> = {
    CRC32: ["FULL_OBJECT", "COMPOSITE"],
    CRC32C: ["FULL_OBJECT", "COMPOSITE"],
    CRC64NVME: ["FULL_OBJECT"],
    SHA1: ["COMPOSITE"],
    SHA256: ["COMPOSITE"],
  };
  if (!possible[algorithm].includes(chosen))
    throw invalidRequest(
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type: chosen };
}

export async function uploadPart(
  { buckets, uploads, files, clock }: S3Deps,
  input: UploadPartRequest & { Body?: unknown },
): Promise<UploadPartOutput> {
  const { Bucket: bucket = "", Key: key = "", UploadId: uploadId = "" } = input;
  buckets.require(bucket);
  const partNumber = checkPartNumber(input.PartNumber);
  const { checksum } = uploads.require(bucket, key, uploadId);
  const wanted = checksum?.algorithm;
  const body = await receiveObject(files, input.Body, {
    ...input,
    ...(wanted && input.ChecksumAlgorithm === undefined && { ChecksumAlgorithm: wanted }),
  });
  try {
    if (wanted && wanted !== body.algorithm)
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${body.algorithm.toLowerCase()}`,
      );
    // It may have been completed or aborted while the bytes came.
    uploads.require(bucket, key, uploadId);
  } catch (error) {
    await files.remove([body.file]);
    throw error;
  }
  uploads.putPart(uploadId, {
    partNumber,
    etag: body.md5,
    file: body.file,
    modifiedMs: clock.now(),
    checksums: body.checksums,
  });
  return {
    ETag: `"${body.md5}"`,
    ServerSideEncryption: "AES256",
    [checksumMember(body.algorithm)]: body.checksums[body.algorithm],
  };
}

/** A part out of another object's bytes. */
export async function uploadPartCopy(
  deps: S3Deps,
  input: UploadPartCopyRequest,
): Promise<UploadPartCopyOutput> {
  const { buckets, uploads, files, clock } = deps;
  const { Bucket: bucket = "", Key: key = "", UploadId: uploadId = "" } = input;
  buckets.require(bucket);
  const partNumber = checkPartNumber(input.PartNumber);
  const { checksum } = uploads.require(bucket, key, uploadId);
  const { source } = findCopySource(deps, input);
  const range = readCopyRange(input.CopySourceRange, source.sizeBytes);
  const algorithm = checksum?.algorithm ?? "CRC64NVME";
  const body = await files.receive(files.read(source.files, range?.start, range?.end), {
    checksums: [algorithm],
    sha256: false,
    limitBytes: Infinity,
    onTooLarge: () => new Error("no part is too large"),
  });
  const modifiedMs = clock.now();
  uploads.require(bucket, key, uploadId);
  uploads.putPart(uploadId, {
    partNumber,
    etag: body.md5,
    file: body.file,
    modifiedMs,
    checksums: body.checksums,
  });
  return {
    CopyPartResult: {
      ETag: `"${body.md5}"`,
      LastModified: new Date(modifiedMs),
      ...(checksum && { [checksumMember(algorithm)]: body.checksums[algorithm] }),
    },
    ...(buckets.require(source.bucket).versioning && { CopySourceVersionId: source.versionId }),
    ServerSideEncryption: "AES256",
  };
}

export function abortMultipartUpload(
  { buckets, uploads }: S3Deps,
  input: AbortMultipartUploadRequest,
): object {
  const { Bucket: bucket = "", Key: key = "", UploadId: uploadId = "" } = input;
  buckets.require(bucket);
  uploads.require(bucket, key, uploadId);
  uploads.end(uploadId);
  return {};
}

function checkPartNumber(partNumber: number | undefined): number {
  if (
    partNumber !== undefined &&
    Number.isInteger(partNumber) &&
    partNumber >= 1 &&
    partNumber <= 10_000
  )
    return partNumber;
  throw invalidArgument(
    "Part number must be an integer between 1 and 10000, inclusive",
    "partNumber",
    String(partNumber),
  );
}

function readCopyRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const start = Number(match?.[1]);
  const end = Number(match?.[2]);
  if (!match || end < start)
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  if (end >= sizeBytes)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${sizeBytes}`,
      "x-amz-copy-source-range",
      header,
    );
  return { start, end };
}
