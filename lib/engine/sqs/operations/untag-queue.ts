import type { UntagQueueRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Takes tags away; a key that is not there is no error. */
export const untagQueue =
  (store: QueueStore) =>
  (input: UntagQueueRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const removed = new Set(input.TagKeys);
    queue.tags = Object.fromEntries(
      Object.entries(queue.tags).filter(([key]) => !removed.has(key)),
    );
    store.queues.update(queue);
    return {};
  };
