import type { ListMessageMoveTasksRequest, ListMessageMoveTasksResult } from "@aws-sdk/client-sqs";
import { encodeTaskHandle, resourceNotFound, type MoveTasks } from "../move-tasks.ts";
import { invalidParameterValue } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** The latest move tasks of a source queue, newest first: 1 unless asked for up to 10. */
export const listMessageMoveTasks =
  (store: QueueStore, tasks: MoveTasks) =>
  (input: ListMessageMoveTasksRequest): ListMessageMoveTasksResult => {
    const sourceArn = input.SourceArn ?? "";
    const max = input.MaxResults ?? 1;
    if (max < 1 || max > 10)
      throw invalidParameterValue(
        `Value ${max} for parameter MaxResults is invalid. Reason: Must be between 1 and 10, if provided.`,
      );
    if (!store.byArn(sourceArn)) throw resourceNotFound("SourceArn");
    return {
      Results: tasks
        .of(sourceArn)
        .slice(0, max)
        .map((task) => ({
          TaskHandle: task.status === "RUNNING" ? encodeTaskHandle(task) : undefined,
          Status: task.status,
          SourceArn: task.sourceArn,
          DestinationArn: task.destinationArn,
          MaxNumberOfMessagesPerSecond: task.maxPerSecond,
          ApproximateNumberOfMessagesMoved: task.moved,
          ApproximateNumberOfMessagesToMove: task.toMove,
          FailureReason: task.failureReason,
          StartedTimestamp: task.startedMs,
        })),
    };
  };
