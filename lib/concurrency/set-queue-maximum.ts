import { sendCall } from "@/lib/aws/send-call";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { rangeError } from "@/lib/model/function-limits";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { sourceName } from "@/lib/model/trigger";
import { journalled } from "@/lib/store/journal";
import { readQueueMaximum } from "./read-setting";
import { queueMaximumCall } from "./setting-call";

export interface QueueMaximumChange {
  functionName: string;
  /** The event source mapping's UUID. */
  mappingId: string;
  /** null: as much as Lambda's scaling gives. */
  maximumConcurrency: number | null;
  /** What the user saw; refused when it is no longer so. */
  expected?: number | null;
  /** The change this one takes back. */
  undoes?: number;
}

/** Sets or takes away how much of a function one of its queues may run at once. */
export async function setQueueMaximum(
  connection: Connection,
  { functionName, mappingId, maximumConcurrency, expected, undoes }: QueueMaximumChange,
): Promise<{ change: Change }> {
  const problem =
    maximumConcurrency === null ? undefined : rangeError("maximumConcurrency", maximumConcurrency);
  if (problem) refuse("maximumConcurrency", problem);
  const { maximum: before, queueArn } = await readQueueMaximum(connection, mappingId);
  if (queueArn.split(":")[2] !== "sqs")
    refuse("mappingId", "Only the mapping of an SQS queue has a maximum concurrency.");
  if (expected !== undefined && expected !== before)
    refuseStale("Maximum concurrency", expected, before);
  const title = `Maximum concurrency of ${sourceName(queueArn)} ${before ?? "none"} -> ${maximumConcurrency ?? "none"}`;
  const call = queueMaximumCall(mappingId, maximumConcurrency);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "queue-maximum",
      title: undoes === undefined ? title : `Undo: ${title}`,
      before: { maximumConcurrency: before },
      after: { maximumConcurrency },
      call,
      undo: queueMaximumCall(mappingId, before),
      undoes,
    },
    () => sendCall(connection, call),
  );
  return { change };
}
