import type { ChangeMessageVisibilityRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { invalidParameterValue } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Hides a message that is in flight for another 0 to 43,200 seconds from now. */
export const changeMessageVisibility =
  (store: QueueStore) =>
  (input: ChangeMessageVisibilityRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    changeOne(store, queue.arn, input);
    return {};
  };

/** One change; what the batch operation does for each entry. */
export function changeOne(
  store: QueueStore,
  queueArn: string,
  input: Pick<ChangeMessageVisibilityRequest, "ReceiptHandle"> & { VisibilityTimeout?: number },
): void {
  const seconds = input.VisibilityTimeout ?? 0;
  if (seconds < 0 || seconds > 43_200)
    throw invalidParameterValue(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
    );
  store.changeVisibility(queueArn, input.ReceiptHandle ?? "", seconds);
}
