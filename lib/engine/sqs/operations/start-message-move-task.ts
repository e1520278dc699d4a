import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from "@aws-sdk/client-sqs";
import { encodeTaskHandle, resourceNotFound, type MoveTasks } from "../move-tasks.ts";
import { invalidParameterValue, redrivePolicy } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Begins to move the messages of a dead-letter queue back, or to another queue. */
export const startMessageMoveTask =
  (store: QueueStore, tasks: MoveTasks) =>
  (input: StartMessageMoveTaskRequest): StartMessageMoveTaskResult => {
    const sourceArn = input.SourceArn ?? "";
    const maxPerSecond = input.MaxNumberOfMessagesPerSecond;
    if (maxPerSecond !== undefined && (maxPerSecond < 1 || maxPerSecond > 500))
      throw invalidParameterValue(
        `Value ${maxPerSecond} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.`,
      );
    if (!store.byArn(sourceArn)) throw resourceNotFound("SourceArn");
    const isDeadLetterQueue = store.queues
      .list()
      .some((queue) => redrivePolicy(queue)?.deadLetterTargetArn === sourceArn);
    if (!isDeadLetterQueue)
      throw invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
    const destinationArn = input.DestinationArn;
    if (destinationArn !== undefined && !store.byArn(destinationArn))
      throw resourceNotFound("DestinationArn");
    return {
      TaskHandle: encodeTaskHandle(tasks.start({ sourceArn, destinationArn, maxPerSecond })),
    };
  };
