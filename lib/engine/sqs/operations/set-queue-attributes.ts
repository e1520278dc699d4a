import type { SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { checkAttributes, mergeAttributes } from "../queue-attributes.ts";
import type { QueueStore } from "../queue-store.ts";

/** Sets some attributes; all of them are checked before any is set. */
export const setQueueAttributes =
  (store: QueueStore, clock: Clock) =>
  (input: SetQueueAttributesRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const attributes = input.Attributes ?? {};
    checkAttributes(attributes, queue, (arn) => store.byArn(arn));
    queue.attributes = mergeAttributes(queue.attributes, attributes);
    queue.modifiedMs = clock.now();
    store.queues.update(queue);
    return {};
  };
