import type { SendMessageBatchRequest, SendMessageBatchResult } from "@aws-sdk/client-sqs";
import { ServiceError, type CallContext } from "../../http/service.ts";
import { checkBatch, eachEntry } from "../batch.ts";
import { requireDeduplication } from "../check-message.ts";
import { findQueue } from "../find-queue.ts";
import { messageBytes } from "../message.ts";
import { invalidParameterValue, maximumMessageBytes } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";
import { sendOne } from "./send-message.ts";

/** Sends up to ten messages, each on its own; together they may have the size of one. */
export const sendMessageBatch =
  (store: QueueStore) =>
  (input: SendMessageBatchRequest, context: CallContext): SendMessageBatchResult => {
    const queue = findQueue(store, input.QueueUrl, context);
    checkBatch("SendMessageBatch", input.Entries);
    const entries = input.Entries ?? [];
    for (const entry of queue.fifo ? entries : []) {
      // In a batch AWS refuses the whole call for this, with another code than for one message.
      if (entry.MessageGroupId === undefined)
        throw invalidParameterValue("The request must contain the parameter MessageGroupId.");
      requireDeduplication(entry, queue);
    }
    const bytes = entries.reduce((sum, { MessageBody, MessageAttributes }) => {
      const attributes = Object.entries(MessageAttributes ?? {}).map(
        ([name, value]) => [name, { ...value, DataType: value.DataType ?? "" }] as const,
      );
      const messageAttributes = Object.fromEntries(attributes);
      return sum + messageBytes({ body: MessageBody ?? "", messageAttributes });
    }, 0);
    if (bytes > maximumMessageBytes)
      throw new ServiceError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${maximumMessageBytes} bytes. You have sent ${bytes} bytes.`,
      );
    return eachEntry(entries, (entry) => sendOne(store, queue, entry, context));
  };
