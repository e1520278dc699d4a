import { invalidArgument } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

const mostTags = 50;

/** Tags as they are kept. Throws InvalidArgumentException for what AWS would not keep. */
export function checkTags(added: Tags | undefined, before: Tags = {}): Tags {
  const tags = { ...before, ...added };
  const reserved = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined)
    throw invalidArgument(`The tag key ${reserved} is reserved: it starts with aws:.`);
  if (Object.keys(tags).length > mostTags)
    throw invalidArgument(
      `Failed to add tags to stream because the tag limit of ${mostTags} would be exceeded.`,
    );
  return tags;
}

export const withoutTags = (tags: Tags, removed: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key)));
