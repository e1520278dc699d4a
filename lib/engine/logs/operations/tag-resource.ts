import type { TagLogGroupRequest, TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogGroup } from "../group-table.ts";
import type { LogStore } from "../log-store.ts";

export const tagResource = (store: LogStore) => (input: TagResourceRequest, context: CallContext) =>
  addTags(store, findLogGroup(store, context, { logGroupIdentifier: input.resourceArn }), input);

/** The older name of the same. */
export const tagLogGroup = (store: LogStore) => (input: TagLogGroupRequest, context: CallContext) =>
  addTags(store, findLogGroup(store, context, input), input);

function addTags(
  store: LogStore,
  group: LogGroup,
  { tags }: { tags: Record<string, string> | undefined },
) {
  const all = { ...group.tags, ...tags };
  if (Object.keys(all).length > 50)
    throw new ServiceError(
      "TooManyTagsException",
      "A resource can have no more than 50 tags.",
      400,
    );
  store.groups.setTags(group.id, all);
  return {};
}
