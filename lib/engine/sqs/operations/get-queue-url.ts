import type { GetQueueUrlRequest, GetQueueUrlResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { queueArn, queueUrl } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** The URL of a queue by its name. Throws QueueDoesNotExist. */
export const getQueueUrl =
  (store: QueueStore) =>
  (input: GetQueueUrlRequest, context: CallContext): GetQueueUrlResult => {
    const accountId = input.QueueOwnerAWSAccountId ?? context.accountId;
    const queue = store.require(queueArn(context.region, accountId, input.QueueName ?? ""));
    return { QueueUrl: queueUrl(context.endpoint, queue) };
  };
