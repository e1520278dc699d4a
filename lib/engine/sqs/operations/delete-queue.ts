import type { DeleteQueueRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Deletes a queue with all its messages. */
export const deleteQueue =
  (store: QueueStore) =>
  (input: DeleteQueueRequest, context: CallContext): object => {
    store.deleteQueue(findQueue(store, input.QueueUrl, context).arn);
    return {};
  };
