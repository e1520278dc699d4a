import type { CopyObjectRequest } from "@aws-sdk/client-s3";
import { ServiceError } from "../http/service.ts";
import { invalidArgument } from "./errors.ts";
import { findObject } from "./find-object.ts";
import { checkCopyConditions } from "./object-conditions.ts";
import type { S3Deps } from "./s3-deps.ts";
import type { StoredObject } from "./stored-object.ts";

type CopySourceInput = Pick<
  CopyObjectRequest,
  | "CopySource"
  | "CopySourceIfMatch"
  | "CopySourceIfNoneMatch"
  | "CopySourceIfModifiedSince"
  | "CopySourceIfUnmodifiedSince"
>;

/** The object that `x-amz-copy-source` names: `/bucket/key?versionId=id`, percent-encoded. */
export function findCopySource(
  { buckets, objects }: Pick<S3Deps, "buckets" | "objects">,
  input: CopySourceInput,
): { source: StoredObject; versionId?: string } {
  const header = input.CopySource ?? "";
  const [path = "", search = ""] = header.split("?versionId=");
  const match = /^\/?([^/]+)\/(.+)$/.exec(decode(path));
  const [, bucket = "", key = ""] = match ?? [];
  if (!match)
    throw invalidArgument(
      "Invalid copy source object key",
      "x-amz-copy-source",
      header.startsWith("arn:") ? "an ARN" : "x-amz-copy-source",
    );
  const versionId = search === "" ? undefined : decode(search);
  buckets.require(bucket);
  const source = findObject(objects, bucket, key, versionId);
  checkCopyConditions(source, {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  });
  return { source, ...(versionId !== undefined && { versionId }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new ServiceError("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
}
