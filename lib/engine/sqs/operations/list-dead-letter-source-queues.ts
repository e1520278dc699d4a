import type {
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
} from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { pageOfQueues } from "../page.ts";
import { redrivePolicy } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** URLs of the queues whose redrive policy names this queue. */
export const listDeadLetterSourceQueues =
  (store: QueueStore) =>
  (
    input: ListDeadLetterSourceQueuesRequest,
    context: CallContext,
  ): ListDeadLetterSourceQueuesResult => {
    const { arn } = findQueue(store, input.QueueUrl, context);
    const sources = store.queues
      .list(context.region)
      .filter((queue) => redrivePolicy(queue)?.deadLetterTargetArn === arn);
    const { urls, NextToken } = pageOfQueues(sources, input, context.endpoint);
    return { queueUrls: urls, NextToken };
  };
