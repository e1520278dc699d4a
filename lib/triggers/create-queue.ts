import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
} from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { queueNameProblem } from "@/lib/model/queue-name";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { requireNew } from "./require-new";

export interface NewQueue {
  name: string;
  visibilityTimeoutSeconds: number;
  /** Absent: AWS's four days. */
  retentionSeconds?: number;
}

/** Creates a standard queue, or a FIFO one when its name ends in `.fifo`. Gives its ARN. */
export async function createQueue(
  connection: Connection,
  { name, visibilityTimeoutSeconds, retentionSeconds }: NewQueue,
): Promise<{ change: Change; arn: string }> {
  const nameProblem = queueNameProblem(name);
  if (nameProblem !== undefined) refuse("name", nameProblem);
  const inRange = visibilityTimeoutSeconds >= 0 && visibilityTimeoutSeconds <= 43_200;
  if (!Number.isInteger(visibilityTimeoutSeconds) || !inRange)
    refuse("visibilityTimeoutSeconds", "The visibility timeout must be 0 to 43,200 seconds.");
  const { sqs } = clientsFor(connection);
  await requireNew("name", `queue ${name}`, () =>
    sqs.send(new GetQueueUrlCommand({ QueueName: name })),
  );
  const input = {
    QueueName: name,
    Attributes: {
      VisibilityTimeout: String(visibilityTimeoutSeconds),
      ...(retentionSeconds !== undefined && { MessageRetentionPeriod: String(retentionSeconds) }),
      ...(name.endsWith(".fifo") ? { FifoQueue: "true" } : {}),
    },
  };
  const { change, result } = await journalled(
    {
      connection,
      kind: "queue",
      title: `Queue ${name} created`,
      before: null,
      after: { name, visibilityTimeoutSeconds, retentionSeconds },
      call: { service: "sqs", command: "CreateQueue", input },
      undo: {
        impossible:
          "Deleting a queue would delete its messages; delete it where you manage your queues.",
      },
    },
    () => sqs.send(new CreateQueueCommand(input)),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: result.QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return { change, arn: Attributes?.QueueArn ?? "" };
}
