import { ServiceError } from "../http/service.ts";
import { preconditionFailed } from "./errors.ts";
import type { StoredObject } from "./stored-object.ts";

export interface ReadConditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  IfModifiedSince?: Date | undefined;
  IfUnmodifiedSince?: Date | undefined;
}

/**
 * Conditions of GET and HEAD in S3's order (RFC 7232): If-Match decides over If-Unmodified-Since, If-None-Match over
 * If-Modified-Since. Throws PreconditionFailed, or NotModified (304) with the object's ETag.
 */
export function checkReadConditions(object: StoredObject, input: ReadConditions): void {
  const modified = Math.floor(object.modifiedMs / 1000) * 1000;
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = input;
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (IfUnmodifiedSince && modified > IfUnmodifiedSince.getTime())
    throw preconditionFailed("If-Unmodified-Since");
  if (IfNoneMatch !== undefined) {
    if (names(IfNoneMatch, object.etag)) throw notModified();
  } else if (IfModifiedSince && modified <= IfModifiedSince.getTime()) throw notModified();
}

/** Conditions on the source of a copy: the same, but all of them fail with 412. */
export function checkCopyConditions(object: StoredObject, input: ReadConditions): void {
  try {
    checkReadConditions(object, input);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "NotModified")
      throw preconditionFailed(
        input.IfNoneMatch === undefined
          ? "x-amz-copy-source-if-modified-since"
          : "x-amz-copy-source-If-None-Match",
      );
    throw error;
  }
}

/** Conditions of a write: `If-None-Match: *` wants no object there, `If-Match` a certain one. */
export function checkWriteConditions(
  current: StoredObject | undefined,
  input: {
    IfMatch?: string | undefined;
    IfNoneMatch?: string | undefined;
    Key?: string | undefined;
  },
): void {
  if (input.IfNoneMatch !== undefined) {
    if (input.IfNoneMatch !== "*")
      throw new ServiceError(
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
        501,
        {
          Header: "If-None-Match",
          additionalMessage:
            "We don't accept the provided value of If-None-Match header for this API",
        },
      );
    if (current) throw preconditionFailed("If-None-Match");
  }
  if (input.IfMatch === undefined) return;
  if (!current)
    throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404, {
      Key: input.Key ?? "",
    });
  if (!names(input.IfMatch, current.etag)) throw preconditionFailed("If-Match");
}

/** Whether a list of ETags names this one; `*` names any. */
function names(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((one) => one.trim().replace(/^(W\/)?"(.*)"$/, "$2"))
    .some((one) => one === "*" || one === etag);
}

const notModified = (): ServiceError => new ServiceError("NotModified", "Not Modified", 304);
