import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
} from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { checkBatch, eachEntry } from "../batch.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";
import { changeOne } from "./change-message-visibility.ts";

/** Changes the visibility of up to ten messages, each on its own. */
export const changeMessageVisibilityBatch =
  (store: QueueStore) =>
  (
    input: ChangeMessageVisibilityBatchRequest,
    context: CallContext,
  ): ChangeMessageVisibilityBatchResult => {
    const queue = findQueue(store, input.QueueUrl, context);
    checkBatch("ChangeMessageVisibilityBatch", input.Entries);
    return eachEntry(input.Entries ?? [], (entry) => {
      changeOne(store, queue.arn, entry);
      return {};
    });
  };
