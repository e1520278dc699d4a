import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { createQueue } from "./create-queue";
import { removeNewQueue } from "./remove-new-queue";
import { readDestinations, setDestinations } from "./set-destinations";
import { updateMapping } from "./update-mapping";

const longestRetentionSeconds = 1_209_600;

/** Makes a queue that is told of the batches a stream's mapping gives up. */
export function addFailureQueue(
  connection: Connection,
  functionName: string,
  uuid: string,
  name: string,
): Promise<{ changes: Change[] }> {
  return makeQueue(connection, name, async (onFailureArn) => {
    const { change } = await updateMapping(connection, functionName, uuid, { onFailureArn });
    return [change];
  });
}

/** Makes a queue for the events of asynchronous calls that fail to the end. */
export function addFailureDestination(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
  name: string,
): Promise<{ changes: Change[] }> {
  return makeQueue(connection, name, async (onFailureArn) => {
    const present = await readDestinations(connection, functionName, qualifier);
    const wanted = { ...present, onFailureArn };
    return (await setDestinations(connection, functionName, wanted, qualifier)).steps;
  });
}

/** Makes the queue and puts it to use, or leaves nothing behind. */
async function makeQueue(
  connection: Connection,
  name: string,
  putToUse: (arn: string) => Promise<Change[]>,
): Promise<{ changes: Change[] }> {
  const created = await createQueue(connection, {
    name,
    visibilityTimeoutSeconds: 30,
    retentionSeconds: longestRetentionSeconds,
  });
  try {
    return { changes: [created.change, ...(await putToUse(created.arn))] };
  } catch (error) {
    // A queue that nothing was sent to is no use to anybody.
    await removeNewQueue(connection, name);
    throw error;
  }
}
