import { badRequest } from "./errors.ts";

/** Throws BadRequestException for what AWS would not keep; a request may have null in place of a value. */
export function checkTags(tags: Readonly<Record<string, string | null>>): void {
  if (Object.keys(tags).length > 50) throw badRequest("A resource can have at most 50 tags.");
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128 || key.startsWith("aws:"))
      throw badRequest(`Invalid tag key: ${key}`);
    if (value === null) throw badRequest(`Invalid tag value of ${key}: it is null`);
    if (value.length > 256) throw badRequest(`Invalid tag value of ${key}: it is too long`);
  }
}
