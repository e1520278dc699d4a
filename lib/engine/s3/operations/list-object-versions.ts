import type { ListObjectVersionsOutput, ListObjectVersionsRequest } from "@aws-sdk/client-s3";
import type { CallContext } from "../../http/service.ts";
import { invalidArgument } from "../errors.ts";
import { describeOwner } from "../owner.ts";
import { behind, commonPrefix, isBefore, keyWriter, pageSize } from "../page.ts";
import type { S3Deps } from "../s3-deps.ts";

/** Newer than any version. */
const beforeAll = Number.MAX_SAFE_INTEGER;
const batchSize = 1000;

/** All versions and delete markers, by key and the newest first. */
export function listObjectVersions(
  { buckets, objects }: S3Deps,
  input: ListObjectVersionsRequest,
  context: CallContext,
): ListObjectVersionsOutput {
  const { name } = buckets.require(input.Bucket);
  const { Prefix: prefix = "", Delimiter: delimiter = "", KeyMarker: keyMarker = "" } = input;
  const { VersionIdMarker: versionMarker } = input;
  if (versionMarker !== undefined && keyMarker === "")
    throw invalidArgument(
      "A version-id marker cannot be specified without a key marker.",
      "version-id-marker",
      versionMarker,
    );
  const write = keyWriter(input.EncodingType);
  const limit = pageSize(input.MaxKeys, "max-keys");
  const markerSequence =
    versionMarker === undefined
      ? 0
      : (objects.version(name, keyMarker, versionMarker)?.sequence ?? beforeAll);
  const owner = describeOwner(context.accountId);
  const versions: NonNullable<ListObjectVersionsOutput["Versions"]> = [];
  const markers: NonNullable<ListObjectVersionsOutput["DeleteMarkers"]> = [];
  const prefixes: string[] = [];
  let last: { key: string; versionId?: string } | undefined;
  const answer = (truncated: boolean): ListObjectVersionsOutput => ({
    Name: name,
    Prefix: write(prefix),
    KeyMarker: write(keyMarker),
    VersionIdMarker: versionMarker ?? "",
    ...(delimiter && { Delimiter: write(delimiter) }),
    MaxKeys: limit,
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: truncated,
    ...(truncated &&
      last && {
        NextKeyMarker: write(last.key),
        ...(last.versionId !== undefined && { NextVersionIdMarker: last.versionId }),
      }),
    Versions: versions,
    DeleteMarkers: markers,
    CommonPrefixes: prefixes.map((one) => ({ Prefix: write(one) })),
  });
  if (limit === 0) return answer(false);
  const begun = keyMarker !== "" && !isBefore(keyMarker, prefix);
  let from = begun ? keyMarker : prefix;
  let seen = begun ? markerSequence : beforeAll;
  for (;;) {
    const batch = objects.versions(name, from, seen, batchSize);
    let jump: string | undefined;
    for (const { object, latest } of batch) {
      const { key, versionId } = object;
      if (jump !== undefined && key.startsWith(jump)) continue;
      if (!key.startsWith(prefix)) return answer(false);
      const folded = commonPrefix(key, prefix, delimiter);
      if (folded !== undefined && keyMarker !== "" && !isBefore(keyMarker, folded)) {
        jump = folded;
        continue;
      }
      if (versions.length + markers.length + prefixes.length >= limit) return answer(true);
      if (folded !== undefined) {
        prefixes.push((jump = folded));
        last = { key: folded };
        continue;
      }
      last = { key, versionId };
      const shown = {
        Key: write(key),
        VersionId: versionId,
        IsLatest: latest,
        LastModified: new Date(object.modifiedMs),
        Owner: owner,
      };
      if (object.deleteMarker) markers.push(shown);
      else
        versions.push({
          ...shown,
          ETag: `"${object.etag}"`,
          Size: object.sizeBytes,
          StorageClass: "STANDARD",
        });
    }
    const end = batch.at(-1)?.object;
    if (!end || batch.length < batchSize) return answer(false);
    if (jump !== undefined && end.key.startsWith(jump)) {
      from = behind(jump);
      seen = beforeAll;
    } else {
      from = end.key;
      seen = end.sequence;
    }
  }
}
