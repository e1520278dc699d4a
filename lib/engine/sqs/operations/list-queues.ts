import type { ListQueuesRequest, ListQueuesResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { pageOfQueues } from "../page.ts";
import type { QueueStore } from "../queue-store.ts";

/** URLs of the region's queues by name, optionally only those with a prefix. */
export const listQueues =
  (store: QueueStore) =>
  (input: ListQueuesRequest, context: CallContext): ListQueuesResult => {
    const queues = store.queues
      .list(context.region)
      .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ""));
    const { urls, NextToken } = pageOfQueues(queues, input, context.endpoint);
    return { QueueUrls: urls.length > 0 ? urls : undefined, NextToken };
  };
