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
  const find = (arn = ""): StateMachine["tags"] => {
    const found = store.machines.get(arn) ?? store.activities.get(arn);
    if (!found) throw new ServiceError("ResourceNotFound", `Resource not found: '${arn}'`, 400);
    return found.tags;
  };
  const put = (arn: string, tags: StateMachine["tags"]): void => {
    const [machine, activity] = [store.machines.get(arn), store.activities.get(arn)];
    if (machine) store.machines.set(arn, { ...machine, tags });
    if (activity) store.activities.set(arn, { ...activity, tags });
  };
  return {
    TagResource(input: api.TagResourceInput): object {
      const { resourceArn: arn = "", tags = [] } = input;
      put(arn, checkTags(tags, find(arn)));
      return {};
    },

    UntagResource(input: api.UntagResourceInput): object {
      const { resourceArn: arn = "", tagKeys = [] } = input;
      const left = Object.entries(find(arn)).filter(([key]) => !tagKeys.includes(key));
      put(arn, Object.fromEntries(left));
      return {};
    },

    ListTagsForResource: (input: api.ListTagsForResourceInput): api.ListTagsForResourceOutput => ({
      tags: Object.entries(find(input.resourceArn)).map(([key, value]) => ({ key, value })),
    }),
  };
}
