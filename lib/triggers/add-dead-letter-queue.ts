import { GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { createQueue } from "./create-queue";
import { removeNewQueue } from "./remove-new-queue";

/** AWS advises at least five receives, so that throttling alone sends nothing away. */
const maxReceiveCount = 5;
const longestRetentionSeconds = 1_209_600;

/** Makes a queue for the messages that another one gives up after five receives. */
export async function addDeadLetterQueue(
  connection: Connection,
  queueArn: string,
  name: string,
): Promise<{ changes: Change[] }> {
  const [, , service, , accountId, queueName = ""] = queueArn.split(":");
  if (service !== "sqs" || queueName === "")
    refuse("queueArn", `This is not the ARN of a queue: ${queueArn || "(empty)"}`);
  if (queueName.endsWith(".fifo") !== name.endsWith(".fifo"))
    refuse("name", "The dead-letter queue of a FIFO queue is one too, and of no other.");
  const { sqs } = clientsFor(connection);
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: queueName, QueueOwnerAWSAccountId: accountId }),
  );
  const created = await createQueue(connection, {
    name,
    visibilityTimeoutSeconds: 30,
    retentionSeconds: longestRetentionSeconds,
  });
  const inputOf = (policy: object | undefined) => ({
    QueueUrl,
    // An empty policy takes a former one away.
    Attributes: { RedrivePolicy: policy ? JSON.stringify(policy) : "" },
  });
  const input = inputOf({ deadLetterTargetArn: created.arn, maxReceiveCount });
  try {
    const { change } = await journalled(
      {
        connection,
        kind: "queue",
        title: `${queueName}: dead letters go to ${name} after ${maxReceiveCount} receives`,
        before: null,
        after: { deadLetterQueueArn: created.arn, maxReceiveCount },
        call: { service: "sqs", command: "SetQueueAttributes", input },
        undo: { service: "sqs", command: "SetQueueAttributes", input: inputOf(undefined) },
      },
      () => sqs.send(new SetQueueAttributesCommand(input)),
    );
    return { changes: [created.change, change] };
  } catch (error) {
    // A queue that nothing was sent to is no use to anybody.
    await removeNewQueue(connection, name);
    throw error;
  }
}
