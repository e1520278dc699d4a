import type * as api from "@aws-sdk/client-ssm";
import { type CallContext, ServiceError } from "../http/service.ts";
import type { Parameter } from "./parameter.ts";
import type { ParameterStore } from "./parameter-store.ts";

const mostTags = 50;

/** Tags as they are kept. Throws TooManyTagsError. */
export function checkTags(
  added: readonly api.Tag[],
  before: Parameter["tags"] = {},
): Parameter["tags"] {
  const tags = { ...before };
  for (const { Key = "", Value = "" } of added) tags[Key] = Value;
  if (Object.keys(tags).length > mostTags)
    throw new ServiceError(
      "TooManyTagsError",
      `The Targets parameter includes too many tags: a parameter has ${mostTags} at most.`,
      400,
    );
  return tags;
}

interface OnResource {
  ResourceType: api.ResourceTypeForTagging | undefined;
  ResourceId: string | undefined;
}

/** Tags of parameters; other resources of Systems Manager do not exist here. */
export function tagOperations(store: ParameterStore) {
  const find = ({ ResourceType, ResourceId = "" }: OnResource, { region }: CallContext) => {
    if (ResourceType !== "Parameter")
      throw new ServiceError("InvalidResourceType", "Invalid Resource Type", 400);
    const parameter = store.find(region, ResourceId);
    if (!parameter) throw new ServiceError("InvalidResourceId", "Invalid Resource Id", 400);
    return parameter;
  };
  return {
    AddTagsToResource(input: api.AddTagsToResourceRequest, context: CallContext): void {
      const parameter = find(input, context);
      store.put({ ...parameter, tags: checkTags(input.Tags ?? [], parameter.tags) });
    },

    RemoveTagsFromResource(input: api.RemoveTagsFromResourceRequest, context: CallContext): void {
      const parameter = find(input, context);
      const left = Object.entries(parameter.tags).filter(([key]) => !input.TagKeys?.includes(key));
      store.put({ ...parameter, tags: Object.fromEntries(left) });
    },

    ListTagsForResource(input: api.ListTagsForResourceRequest, context: CallContext) {
      const { tags } = find(input, context);
      return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
