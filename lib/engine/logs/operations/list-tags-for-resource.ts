import type {
  ListTagsForResourceRequest,
  ListTagsLogGroupRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const listTagsForResource =
  (store: LogStore) => (input: ListTagsForResourceRequest, context: CallContext) => ({
    tags: findLogGroup(store, context, { logGroupIdentifier: input.resourceArn }).tags,
  });

/** The older name of the same. */
export const listTagsLogGroup =
  (store: LogStore) => (input: ListTagsLogGroupRequest, context: CallContext) => ({
    tags: findLogGroup(store, context, input).tags,
  });
