import { DeleteQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";

/** Removes a queue that was made a moment before for something that then failed. */
export async function removeNewQueue(connection: Connection, name: string): Promise<void> {
  const { sqs } = clientsFor(connection);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const input = { QueueUrl };
  await journalled(
    {
      connection,
      kind: "queue",
      title: `Queue ${name} removed again`,
      before: { name },
      after: null,
      call: { service: "sqs", command: "DeleteQueue", input },
      undo: { impossible: "It was made a moment before and is empty." },
    },
    () => sqs.send(new DeleteQueueCommand(input)),
  );
}
