import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { checkBatch, eachEntry } from "../batch.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Deletes up to ten messages, each on its own. */
export const deleteMessageBatch =
  (store: QueueStore) =>
  (input: DeleteMessageBatchRequest, context: CallContext): DeleteMessageBatchResult => {
    const queue = findQueue(store, input.QueueUrl, context);
    checkBatch("DeleteMessageBatch", input.Entries);
    return eachEntry(input.Entries ?? [], ({ ReceiptHandle }) => {
      const [error] = store.deleteMessages(queue.arn, [ReceiptHandle ?? ""]);
      if (error) throw error;
      return {};
    });
  };
