import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { QueueState } from "@/lib/model/trigger";

/** A queue's counts and the settings that matter for a mapping, by its ARN; its dead-letter queue's too. */
export async function readQueue(connection: Connection, queueArn: string): Promise<QueueState> {
  const queue = await readOne(connection, queueArn);
  const { deadLetterQueueArn } = queue;
  if (deadLetterQueueArn === undefined) return queue;
  // It may belong to somebody else, who does not let us look.
  const deadLetters = await readOne(connection, deadLetterQueueArn).catch(() => undefined);
  if (!deadLetters) return queue;
  const { visible, retentionSeconds } = deadLetters;
  return { ...queue, deadLetterQueue: { visible, retentionSeconds } };
}

async function readOne(connection: Connection, queueArn: string): Promise<QueueState> {
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
    retentionSeconds: countOf(Attributes.MessageRetentionPeriod),
    deadLetterQueueArn: redrive?.deadLetterTargetArn,
    maxReceiveCount:
      redrive?.maxReceiveCount === undefined ? undefined : Number(redrive.maxReceiveCount),
    senderArns: sendersOf(Attributes.Policy),
  };
}

/** The topics, buckets and rules that the queue's policy lets write into it. */
function sendersOf(policy: string | undefined): string[] | undefined {
  if (!policy) return undefined;
  try {
    const { Statement = [] } = JSON.parse(policy) as { Statement?: object | object[] };
    // Conditions are deep and have many forms; an ARN after a key of this name is the sender's.
    const found = [Statement].flat().flatMap((statement) => {
      const text = JSON.stringify(statement);
      return [...text.matchAll(/"aws:SourceArn":(\[[^\]]*\]|"[^"]*")/gi)].flatMap(
        ([, value]) => JSON.parse(value!) as string | string[],
      );
    });
    return [...new Set(found)];
  } catch {
    return undefined;
  }
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
