import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";

/** How long a queue hides a message that was received, or how long it keeps one. */
export type QueueTime = "visibilityTimeoutSeconds" | "retentionSeconds";

const attributes = {
  visibilityTimeoutSeconds: {
    name: "VisibilityTimeout",
    words: "visibility timeout",
    least: 0,
    most: 43_200,
  },
  retentionSeconds: {
    name: "MessageRetentionPeriod",
    words: "retention",
    least: 60,
    most: 1_209_600,
  },
} as const;

/** Sets one of a queue's times. */
export async function setQueueAttribute(
  connection: Connection,
  queueArn: string,
  time: QueueTime,
  seconds: number,
): Promise<{ change: Change }> {
  const { name, words, least, most } = attributes[time];
  if (!Number.isInteger(seconds) || seconds < least || seconds > most)
    refuse(
      "seconds",
      `The ${words} must be ${least} to ${most.toLocaleString("en-US")} whole seconds.`,
    );
  const [, , service, , accountId, queueName = ""] = queueArn.split(":");
  if (service !== "sqs" || queueName === "")
    refuse("queueArn", `This is not the ARN of a queue: ${queueArn || "(empty)"}`);
  const { sqs } = clientsFor(connection);
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: queueName, QueueOwnerAWSAccountId: accountId }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }),
  );
  const before = Attributes?.[name];
  const inputOf = (value: string) => ({ QueueUrl, Attributes: { [name]: value } });
  const call = (value: string) => ({
    service: "sqs" as const,
    command: "SetQueueAttributes",
    input: inputOf(value),
  });
  const { change } = await journalled(
    {
      connection,
      kind: "queue",
      title: `${queueName}: ${words} ${before ?? "?"} s -> ${seconds} s`,
      before: { [time]: before === undefined ? undefined : Number(before) },
      after: { [time]: seconds },
      call: call(String(seconds)),
      undo:
        before === undefined
          ? { impossible: "The queue did not say what it was before." }
          : call(before),
    },
    () => sqs.send(new SetQueueAttributesCommand(inputOf(String(seconds)))),
  );
  return { change };
}
