import type { DeleteMessageRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Deletes one message by its receipt handle; one that is gone already counts as deleted. */
export const deleteMessage =
  (store: QueueStore) =>
  (input: DeleteMessageRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const [error] = store.deleteMessages(queue.arn, [input.ReceiptHandle ?? ""]);
    if (error) throw error;
    return {};
  };
