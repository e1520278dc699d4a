import { invalidParameterValue } from "./queue.ts";

/** Checks tags as SQS does: at most 50, keys of 1 to 128 and values of up to 256 characters. */
export function checkTags(tags: Readonly<Record<string, string | null>>): void {
  const entries = Object.entries(tags);
  if (entries.length > 50)
    throw invalidParameterValue(
      `Too many tags added for queue: ${entries.length}. At most 50 are allowed.`,
    );
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || /^aws:/i.test(key))
      throw invalidParameterValue(
        `Tag key ${key} is invalid: 1 to 128 characters, not starting with aws:.`,
      );
    if (value === null || value.length > 256)
      throw invalidParameterValue(`Tag value of ${key} is invalid: at most 256 characters.`);
  }
}
