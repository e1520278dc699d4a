import type * as api from "@aws-sdk/client-secrets-manager";
import type { CallContext } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";
import type { Secret } from "./secret.ts";
import type { SecretStore } from "./secret-store.ts";

const mostTags = 50;

/** Tags as they are kept. Throws InvalidParameterException for too many. */
export function checkTags(
  added: readonly api.Tag[],
  before: Secret["tags"] = {},
): Record<string, string> {
  const tags: Record<string, string> = { ...before };
  for (const { Key = "", Value = "" } of added) tags[Key] = Value;
  if (Object.keys(tags).length > mostTags)
    throw invalidParameter(`A secret can have up to ${mostTags} tags.`);
  return tags;
}

export const listedTags = ({ tags }: Secret): api.Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export function tagOperations(store: SecretStore) {
  return {
    TagResource(input: api.TagResourceRequest, { region }: CallContext): void {
      const secret = store.getActive(region, input.SecretId ?? "");
      store.put({ ...secret, tags: checkTags(input.Tags ?? [], secret.tags) });
    },

    UntagResource(input: api.UntagResourceRequest, { region }: CallContext): void {
      const secret = store.getActive(region, input.SecretId ?? "");
      const left = Object.entries(secret.tags).filter(([key]) => !input.TagKeys?.includes(key));
      store.put({ ...secret, tags: Object.fromEntries(left) });
    },
  };
}
