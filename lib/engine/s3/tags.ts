import type { Tag } from "@aws-sdk/client-s3";
import { ServiceError } from "../http/service.ts";
import { invalidArgument } from "./errors.ts";

const invalidTag = (message: string): ServiceError => new ServiceError("InvalidTag", message, 400);

/** The tags of an `x-amz-tagging` header: `key=value&key=value`, percent-encoded. */
export function readTagHeader(header: string): Record<string, string> {
  const parameters = new URLSearchParams(header);
  const tags: Record<string, string> = {};
  for (const [key, value] of parameters) {
    if (key in tags)
      throw invalidArgument(
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        "x-amz-tagging",
        header,
      );
    tags[key] = value;
  }
  return tags;
}

/** The tags of a request's body. Throws InvalidTag. */
export function readTagSet(set: readonly Tag[] | undefined, limit: number): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { Key: key = "", Value: value = "" } of set ?? []) {
    if (key in tags) throw invalidTag("Cannot provide multiple Tags with the same key");
    tags[key] = value;
  }
  checkTags(tags, limit);
  return tags;
}

/** S3's limits: 10 tags on an object, 50 on a bucket; keys to 128 and values to 256 characters. */
export function checkTags(tags: Readonly<Record<string, string>>, limit: number): void {
  const entries = Object.entries(tags);
  if (entries.length > limit)
    throw limit === 10
      ? new ServiceError("BadRequest", "Object tags cannot be greater than 10", 400)
      : new ServiceError("BadRequest", `Bucket tag count cannot be greater than ${limit}`, 400);
  for (const [key, value] of entries) {
    if (key === "" || key.length > 128 || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key))
      throw invalidTag("The TagKey you have provided is invalid");
    if (value.length > 256 || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value))
      throw invalidTag("The TagValue you have provided is invalid");
    if (key.startsWith("aws:"))
      throw invalidTag("System tags cannot be added/updated by requester");
  }
}

export const describeTags = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
