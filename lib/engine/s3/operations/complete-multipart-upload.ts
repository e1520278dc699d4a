import { createHash } from "node:crypto";
import type {
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
  CompletedPart,
} from "@aws-sdk/client-s3";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { malformedXml } from "../../http/xml-tree.ts";
import { checksumAlgorithms, checksumMember, startChecksum } from "../checksums.ts";
import { currentObject } from "../find-object.ts";
import { checkWriteConditions } from "../object-conditions.ts";
import { badDigest } from "../receive-object.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { StoredChecksum } from "../stored-object.ts";
import type { Upload, UploadedPart } from "../upload-store.ts";

/** Every part but the last has at least 5 MB. */
const smallestPartBytes = 5 * 1024 * 1024;

/** Makes one object of the parts. Their files stay as they are, one behind the other. */
export async function completeMultipartUpload(
  deps: S3Deps,
  input: CompleteMultipartUploadRequest,
  context: CallContext,
): Promise<CompleteMultipartUploadOutput> {
  const { buckets, objects, uploads, notifier, clock } = deps;
  const { Bucket: bucketName = "", Key: key = "", UploadId: uploadId = "" } = input;
  buckets.require(bucketName);
  const upload = uploads.require(bucketName, key, uploadId);
  const parts = chooseParts(upload, uploads.parts(uploadId), input.MultipartUpload?.Parts ?? []);
  const checksum = await checksumOf(deps, upload, parts);
  const wanted = input[checksumMember(checksum.algorithm)];
  if (wanted !== undefined && wanted !== checksum.value) throw badDigest(checksum.algorithm);
  // The bytes may have taken a while to be read.
  uploads.require(bucketName, key, uploadId);
  const bucket = buckets.require(bucketName);
  checkWriteConditions(currentObject(objects, bucketName, key), input);
  const digests = createHash("md5");
  for (const { etag } of parts) digests.update(Buffer.from(etag, "hex"));
  const files = parts.map(({ file }) => file);
  const stored = objects.put(bucket, {
    bucket: bucketName,
    key,
    deleteMarker: false,
    modifiedMs: clock.now(),
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    etag: `${digests.digest("hex")}-${parts.length}`,
    properties: upload.properties,
    checksum,
    files,
    parts: parts.map(({ file, checksums }, index) => {
      const value = checksums[checksum.algorithm];
      return {
        partNumber: index + 1,
        sizeBytes: file.sizeBytes,
        ...(value && { checksum: { algorithm: checksum.algorithm, value, type: "FULL_OBJECT" } }),
      };
    }),
  });
  uploads.end(uploadId, files);
  notifier.notify("ObjectCreated:CompleteMultipartUpload", bucket, stored, context);
  return {
    Location: `${context.endpoint}/${bucketName}/${key.split("/").map(encodeURIComponent).join("/")}`,
    Bucket: bucketName,
    Key: key,
    ETag: `"${stored.etag}"`,
    [checksumMember(checksum.algorithm)]: checksum.value,
    ChecksumType: checksum.type,
    ServerSideEncryption: "AES256",
    ...(bucket.versioning === "Enabled" && { VersionId: stored.versionId }),
  };
}

/** The parts that the caller lists, each as it was uploaded. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
function chooseParts(
  upload: Upload,
  uploaded: readonly UploadedPart[],
  listed: readonly CompletedPart[],
): UploadedPart[] {
  if (listed.length === 0 || listed.length > 10_000) throw malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
  let before = 0;
  const chosen = listed.map((one) => {
    const { PartNumber: partNumber = 0, ETag: etag = "" } = one;
    if (partNumber <= before)
      throw new ServiceError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
        400,
        { UploadId: upload.uploadId },
      );
    before = partNumber;
    const part = byNumber.get(partNumber);
    const sameChecksums = checksumAlgorithms.every((algorithm) => {
      const value = one[checksumMember(algorithm)];
      return value === undefined || value === part?.checksums[algorithm];
    });
    if (!part || etag.replaceAll('"', "") !== part.etag || !sameChecksums)
      throw new ServiceError(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { UploadId: upload.uploadId, PartNumber: partNumber, ETag: etag.replaceAll('"', "") },
      );
    return part;
  });
  for (const { file, partNumber, etag } of chosen.slice(0, -1))
    if (file.sizeBytes < smallestPartBytes)
      throw new ServiceError(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        400,
        {
          ProposedSize: file.sizeBytes,
          MinSizeAllowed: smallestPartBytes,
          PartNumber: partNumber,
          ETag: etag,
        },
      );
  return chosen;
}

/** COMPOSITE: the checksum of the parts' checksums, and their number; else that of all bytes. */
async function checksumOf(
  { files }: S3Deps,
  { checksum }: Upload,
  parts: readonly UploadedPart[],
): Promise<StoredChecksum> {
  const algorithm = checksum?.algorithm ?? "CRC64NVME";
  const running = startChecksum(algorithm);
  if (checksum?.type === "COMPOSITE") {
    for (const part of parts)
      running.update(Buffer.from(part.checksums[algorithm] ?? "", "base64"));
    return { algorithm, value: `${running.digest()}-${parts.length}`, type: "COMPOSITE" };
  }
  for await (const piece of files.read(parts.map(({ file }) => file))) running.update(piece);
  return { algorithm, value: running.digest(), type: "FULL_OBJECT" };
}
