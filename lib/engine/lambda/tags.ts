import { invalidParameter } from "./errors.ts";

const tagLimit = 50;

/** Throws when there are more tags than AWS keeps on one resource. */
export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > tagLimit)
    throw invalidParameter("Number of tags exceeds resource tag limit.");
}
