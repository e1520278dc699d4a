import type { TagQueueRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";
import { checkTags } from "../queue-tags.ts";

/** Adds tags or replaces the values of those that are there. */
export const tagQueue =
  (store: QueueStore) =>
  (input: TagQueueRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const tags = { ...queue.tags, ...input.Tags };
    checkTags(tags);
    queue.tags = tags;
    store.queues.update(queue);
    return {};
  };
