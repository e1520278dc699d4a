import type { Tag } from "@aws-sdk/client-sns";
import { ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

const mostTags = 50;

/** Tags as they are kept. Throws for what AWS would not keep. */
export function toTags(list: readonly Tag[] | undefined, before: Tags = {}): Tags {
  const added = list ?? [];
  if (new Set(added.map(({ Key }) => Key)).size < added.length)
    throw invalidParameter("Duplicated keys are not allowed.");
  const reserved = added.find(({ Key = "" }) => /^aws:/i.test(Key));
  if (reserved)
    throw invalidParameter(`The tag key ${reserved.Key} is reserved: it starts with aws:.`);
  const tags: Tags = {
    ...before,
    ...Object.fromEntries(added.map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  if (Object.keys(tags).length > mostTags)
    throw new ServiceError(
      "TagLimitExceededException",
      "Could not complete request: tag quota of per resource exceeded",
      400,
    );
  return tags;
}
