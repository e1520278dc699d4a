import type {
  ListTagsForResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from "@aws-sdk/client-schemas";
import type { CallContext } from "../http/service.ts";
import { badRequest } from "./errors.ts";
import type { RegistryStore, Tags } from "./registry-store.ts";

/** Throws BadRequestException for tags that AWS would not keep. */
export function checkTags(tags: Tags): void {
  const entries = Object.entries(tags);
  if (entries.length > 50)
    throw badRequest(`A resource can have at most 50 tags, not ${entries.length}.`);
  const reserved = entries.find(([key]) => /^aws:/i.test(key))?.[0];
  if (reserved !== undefined)
    throw badRequest(`The tag key ${reserved} is not valid: it starts with aws:.`);
}

/** Tags of registries and schemas, by ARN. */
export function tagOperations(store: RegistryStore) {
  const find = (arn: string, { region, accountId }: CallContext) => {
    const [, resource] =
      new RegExp(`^arn:aws[a-z-]*:schemas:${region}:${accountId}:(.+)$`).exec(arn) ?? [];
    const [kind, registryName = "", schemaName = "", ...rest] = (resource ?? "").split("/");
    if (kind === "registry" && registryName && !schemaName) {
      const registry = store.registry(region, registryName);
      return {
        tags: registry.tags,
        set: (tags: Tags) => store.putRegistry({ ...registry, tags }),
      };
    }
    if (kind === "schema" && schemaName && rest.length === 0) {
      const schema = store.schema(region, registryName, schemaName);
      return { tags: schema.tags, set: (tags: Tags) => store.putSchema({ ...schema, tags }) };
    }
    throw badRequest(`${arn} is not the ARN of a registry or schema of this account and region.`);
  };
  return {
    ListTagsForResource: (input: ListTagsForResourceCommandInput, context: CallContext) => ({
      Tags: find(input.ResourceArn ?? "", context).tags,
    }),

    TagResource(input: TagResourceCommandInput, context: CallContext) {
      const { tags, set } = find(input.ResourceArn ?? "", context);
      const all = { ...tags, ...input.Tags };
      checkTags(all);
      set(all);
    },

    UntagResource(input: UntagResourceCommandInput, context: CallContext) {
      const { tags, set } = find(input.ResourceArn ?? "", context);
      const removed = input.TagKeys ?? [];
      set(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key))));
    },
  };
}
