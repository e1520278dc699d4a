import type { Queue } from "./queue.ts";
import type { QueueStore } from "./queue-store.ts";

interface QueuePolicy {
  Version: string;
  Id?: string;
  Statement: { Sid?: string; [member: string]: unknown }[];
}

/** The queue's access policy, or the empty one AWS starts from. The engine stores it and lets everyone in. */
export function readPolicy(queue: Queue): QueuePolicy {
  const empty = { Version: "2008-10-17", Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
  const text = queue.attributes.Policy;
  return { ...empty, ...(text ? (JSON.parse(text) as Partial<QueuePolicy>) : {}) };
}

/** Stores a policy; one without statements is taken away. */
export function writePolicy(store: QueueStore, queue: Queue, policy: QueuePolicy): void {
  if (policy.Statement.length > 0) queue.attributes.Policy = JSON.stringify(policy);
  else delete queue.attributes.Policy;
  store.queues.update(queue);
}
