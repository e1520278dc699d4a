import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { createQueue } from "./create-queue";
import { removeNewQueue } from "./remove-new-queue";
import { updateMapping } from "./update-mapping";

const longestRetentionSeconds = 1_209_600;

/** Makes a queue that is told of the batches a stream's mapping gives up. */
export async function addFailureQueue(
  connection: Connection,
  functionName: string,
  uuid: string,
  name: string,
): Promise<{ changes: Change[] }> {
  const created = await createQueue(connection, {
    name,
    visibilityTimeoutSeconds: 30,
    retentionSeconds: longestRetentionSeconds,
  });
  try {
    const { change } = await updateMapping(connection, functionName, uuid, {
      onFailureArn: created.arn,
    });
    return { changes: [created.change, change] };
  } catch (error) {
    // A queue that nothing was sent to is no use to anybody.
    await removeNewQueue(connection, name);
    throw error;
  }
}
