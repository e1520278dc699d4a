import type { GetObjectAttributesOutput, GetObjectAttributesRequest } from "@aws-sdk/client-s3";
import { checksumMember } from "../checksums.ts";
import { invalidArgument } from "../errors.ts";
import { findObject } from "../find-object.ts";
import { pageSize } from "../page.ts";
import type { S3Deps } from "../s3-deps.ts";

const known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

/** What is known of an object, as far as it is asked for. */
export function getObjectAttributes(
  { buckets, objects }: S3Deps,
  input: GetObjectAttributesRequest,
): GetObjectAttributesOutput {
  const bucket = buckets.require(input.Bucket);
  const asked = new Set<string>(input.ObjectAttributes ?? []);
  if (asked.size === 0 || [...asked].some((name) => !known.includes(name)))
    throw invalidArgument(
      "Invalid attribute name specified.",
      "x-amz-object-attributes",
      [...asked].join(","),
    );
  const object = findObject(objects, bucket.name, input.Key ?? "", input.VersionId);
  const { checksum, parts } = object;
  return {
    LastModified: new Date(object.modifiedMs),
    ...(bucket.versioning && { VersionId: object.versionId }),
    ...(asked.has("ETag") && { ETag: object.etag }),
    ...(asked.has("Checksum") &&
      checksum && {
        Checksum: {
          [checksumMember(checksum.algorithm)]: checksum.value,
          ChecksumType: checksum.type,
        },
      }),
    ...(asked.has("ObjectParts") && parts && { ObjectParts: partsOf(parts, input) }),
    ...(asked.has("StorageClass") && {
      StorageClass: object.properties.storageClass as "STANDARD",
    }),
    ...(asked.has("ObjectSize") && { ObjectSize: object.sizeBytes }),
  };
}

function partsOf(
  parts: NonNullable<ReturnType<typeof findObject>["parts"]>,
  { MaxParts, PartNumberMarker }: GetObjectAttributesRequest,
): GetObjectAttributesOutput["ObjectParts"] {
  const limit = pageSize(MaxParts, "max-parts");
  const marker = Number(PartNumberMarker ?? 0);
  const rest = parts.filter(({ partNumber }) => partNumber > marker);
  const page = rest.slice(0, limit);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    Parts: page.map(({ partNumber, sizeBytes, checksum }) => ({
      PartNumber: partNumber,
      Size: sizeBytes,
      ...(checksum && { [checksumMember(checksum.algorithm)]: checksum.value }),
    })),
  };
}
