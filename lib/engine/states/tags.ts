import type * as api from "@aws-sdk/client-sfn";
import { ServiceError } from "../http/service.ts";
import type { ExecutionStore } from "./execution/execution-store.ts";
import type { StateMachine } from "./execution/execution.ts";

const mostTags = 50;

/** Tags as they are kept. Throws TooManyTags. */
export function checkTags(
  added: readonly api.Tag[],
  before: StateMachine["tags"] = {},
): StateMachine["tags"] {
  const tags: Record<string, string> = { ...before };
  for (const { key = "", value = "" } of added) tags[key] = value;
  if (Object.keys(tags).length > mostTags)
    throw new ServiceError("TooManyTags", `Too many tags: a resource has ${mostTags} at most`, 400);
  return tags;
}

export function tagOperations(store: ExecutionStore) {
  const find = (arn = ""): StateMachine => {
    const machine = store.machines.get(arn);
    if (!machine) throw new ServiceError("ResourceNotFound", `Resource not found: '${arn}'`, 400);
    return machine;
  };
  return {
    TagResource(input: api.TagResourceInput): object {
      const machine = find(input.resourceArn);
      const tags = checkTags(input.tags ?? [], machine.tags);
      store.machines.set(machine.arn, { ...machine, tags });
      return {};
    },

    UntagResource(input: api.UntagResourceInput): object {
      const machine = find(input.resourceArn);
      const left = Object.entries(machine.tags).filter(([key]) => !input.tagKeys?.includes(key));
      store.machines.set(machine.arn, { ...machine, tags: Object.fromEntries(left) });
      return {};
    },

    ListTagsForResource: (input: api.ListTagsForResourceInput): api.ListTagsForResourceOutput => ({
      tags: Object.entries(find(input.resourceArn).tags).map(([key, value]) => ({ key, value })),
    }),
  };
}
