import type { ListQueueTagsRequest, ListQueueTagsResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** All tags of a queue. */
export const listQueueTags =
  (store: QueueStore) =>
  (input: ListQueueTagsRequest, context: CallContext): ListQueueTagsResult => ({
    Tags: { ...findQueue(store, input.QueueUrl, context).tags },
  });
