import type { UntagLogGroupRequest, UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogGroup } from "../group-table.ts";
import type { LogStore } from "../log-store.ts";

export const untagResource =
  (store: LogStore) => (input: UntagResourceRequest, context: CallContext) =>
    removeTags(
      store,
      findLogGroup(store, context, { logGroupIdentifier: input.resourceArn }),
      input.tagKeys,
    );

/** The older name of the same. */
export const untagLogGroup =
  (store: LogStore) => (input: UntagLogGroupRequest, context: CallContext) =>
    removeTags(store, findLogGroup(store, context, input), input.tags);

function removeTags(store: LogStore, group: LogGroup, keys: readonly string[] = []) {
  const kept = Object.entries(group.tags).filter(([key]) => !keys.includes(key));
  store.groups.setTags(group.id, Object.fromEntries(kept));
  return {};
}
