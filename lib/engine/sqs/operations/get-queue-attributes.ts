import type { GetQueueAttributesRequest, GetQueueAttributesResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { settledAttributes, type Queue } from "../queue.ts";
import { attributeNames, unknownAttribute } from "../queue-attributes.ts";
import type { QueueStore } from "../queue-store.ts";

/** The attributes asked for, or all with `All`; counts are exact here. Throws InvalidAttributeName. */
export const getQueueAttributes =
  (store: QueueStore) =>
  (input: GetQueueAttributesRequest, context: CallContext): GetQueueAttributesResult => {
    const queue = findQueue(store, input.QueueUrl, context);
    const names: readonly string[] = input.AttributeNames ?? [];
    for (const name of names) if (!attributeNames.has(name)) throw unknownAttribute(name);
    if (names.length === 0) return {};
    const all = describe(store, queue);
    const wanted = names.includes("All") ? Object.keys(all) : names;
    const present = wanted.filter((name) => all[name] !== undefined);
    return { Attributes: Object.fromEntries(present.map((name) => [name, all[name] ?? ""])) };
  };

function describe(store: QueueStore, queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = store.counts(queue.arn);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ...settledAttributes(queue),
  };
}
