import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
} from "@aws-sdk/client-sqs";
import { decodeTaskHandle, resourceNotFound, type MoveTasks } from "../move-tasks.ts";
import type { QueueStore } from "../queue-store.ts";

/** Stops a running move task. */
export const cancelMessageMoveTask =
  (store: QueueStore, tasks: MoveTasks) =>
  (input: CancelMessageMoveTaskRequest): CancelMessageMoveTaskResult => {
    const { taskId, sourceArn } = decodeTaskHandle(input.TaskHandle ?? "");
    if (!store.byArn(sourceArn)) throw resourceNotFound("SourceArn");
    return { ApproximateNumberOfMessagesMoved: tasks.cancel(taskId).moved };
  };
