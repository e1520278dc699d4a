import type { CallContext } from "../http/service.ts";
import { parseQueueUrl, queueArn, type Queue } from "./queue.ts";
import type { QueueStore } from "./queue-store.ts";

/** The queue a call names by URL. Throws InvalidAddress or QueueDoesNotExist. */
export function findQueue(
  store: QueueStore,
  url: string | undefined,
  context: Pick<CallContext, "region">,
): Queue {
  const { accountId, name } = parseQueueUrl(url ?? "");
  return store.require(queueArn(context.region, accountId, name));
}
