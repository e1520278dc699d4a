import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { QueueState } from "@/lib/model/trigger";

/** A queue's counts and the settings that matter for a mapping, by its ARN. */
export async function readQueue(connection: Connection, queueArn: string): Promise<QueueState> {
  const { sqs } = clientsFor(connection);
  const [, , , , accountId, name] = queueArn.split(":");
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: accountId }),
  );
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  const redrive = parseRedrive(Attributes.RedrivePolicy);
  return {
    visible: countOf(Attributes.ApproximateNumberOfMessages),
    inFlight: countOf(Attributes.ApproximateNumberOfMessagesNotVisible),
    delayed: countOf(Attributes.ApproximateNumberOfMessagesDelayed),
    visibilityTimeoutSeconds: Number(Attributes.VisibilityTimeout ?? 30),
    deadLetterQueueArn: redrive?.deadLetterTargetArn,
    maxReceiveCount:
      redrive?.maxReceiveCount === undefined ? undefined : Number(redrive.maxReceiveCount),
  };
}

function countOf(attribute: string | undefined): number | undefined {
  return attribute === undefined ? undefined : Number(attribute);
}

function parseRedrive(
  policy: string | undefined,
): { deadLetterTargetArn?: string; maxReceiveCount?: number | string } | undefined {
  if (!policy) return undefined;
  try {
    return JSON.parse(policy) as { deadLetterTargetArn?: string };
  } catch {
    return undefined;
  }
}
