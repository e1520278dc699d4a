import type * as schemas from "@aws-sdk/client-sqs";
import type { Clock } from "../clock.ts";
import type { Operation, Service } from "../http/service.ts";
import { requireMembers } from "./constraints.ts";
import type { MoveTasks } from "./move-tasks.ts";
import { addPermission } from "./operations/add-permission.ts";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { sendMessage } from "./operations/send-message.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { startMessageMoveTask } from "./operations/start-message-move-task.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";
import type { QueueStore } from "./queue-store.ts";

type CommandNames<Exports> = {
  [Name in keyof Exports]: Name extends `${infer Operation}Command` ? Operation : never;
}[keyof Exports];

/** Every operation the SDK client has; a missing one does not compile. */
type OperationTable = Record<Exclude<CommandNames<typeof schemas>, "$">, Operation>;

/** Amazon SQS of the local cloud: all 23 operations. */
export function createSqsService(deps: {
  store: QueueStore;
  moveTasks: MoveTasks;
  clock: Clock;
}): Service {
  const { store, moveTasks, clock } = deps;
  const operations: OperationTable = {
    AddPermission: addPermission(store),
    CancelMessageMoveTask: cancelMessageMoveTask(store, moveTasks),
    ChangeMessageVisibility: changeMessageVisibility(store),
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(store),
    CreateQueue: createQueue(store, clock),
    DeleteMessage: deleteMessage(store),
    DeleteMessageBatch: deleteMessageBatch(store),
    DeleteQueue: deleteQueue(store),
    GetQueueAttributes: getQueueAttributes(store),
    GetQueueUrl: getQueueUrl(store),
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues(store),
    ListMessageMoveTasks: listMessageMoveTasks(store, moveTasks),
    ListQueues: listQueues(store),
    ListQueueTags: listQueueTags(store),
    PurgeQueue: purgeQueue(store, clock),
    ReceiveMessage: receiveMessage(store, clock),
    RemovePermission: removePermission(store),
    SendMessage: sendMessage(store),
    SendMessageBatch: sendMessageBatch(store),
    SetQueueAttributes: setQueueAttributes(store, clock),
    StartMessageMoveTask: startMessageMoveTask(store, moveTasks),
    TagQueue: tagQueue(store),
    UntagQueue: untagQueue(store),
  };
  const checked = Object.entries<Operation>(operations).map(([name, operation]) => {
    const run: Operation = (input, context) => {
      requireMembers(name, input);
      return operation(input, context);
    };
    return [name, run] as const;
  });
  return {
    id: "sqs",
    signingName: "sqs",
    schemas: () => import("@aws-sdk/client-sqs"),
    protocols: ["awsJson1.0", "awsQuery"],
    targetPrefix: "AmazonSQS",
    queryVersion: "2012-11-05",
    xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    operations: Object.fromEntries(checked),
    differences: ["A queue's policy and encryption are kept and not enforced."],
  };
}
