import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";
import type { QueueState } from "@/lib/model/trigger";
import { readQueue } from "./read-queue";
import { eachOf, Troubles } from "./source-reading";

/** Queues of one request: what fits on a screen. Each takes two calls, its dead-letter queue two more. */
const mostQueues = 60;

/** The counts and times of some queues, by ARN. */
export async function readQueueStates(
  connection: Connection,
  queueArns: readonly string[],
): Promise<{ queues: Record<string, QueueState>; problems: Problem[] }> {
  const troubles = new Troubles(connection);
  const read = await eachOf([...new Set(queueArns)].slice(0, mostQueues), async (arn) => {
    const queue = await troubles.tolerate(
      readQueue(connection, arn),
      undefined,
      "read the queues' backlog",
    );
    return queue ? [[arn, queue] as const] : [];
  });
  return { queues: Object.fromEntries(read.flat()), problems: troubles.problems };
}
