import type { RemovePermissionRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { invalidParameterValue } from "../queue.ts";
import { readPolicy, writePolicy } from "../queue-policy.ts";
import type { QueueStore } from "../queue-store.ts";

/** Takes the statement with this label out of the queue's policy. */
export const removePermission =
  (store: QueueStore) =>
  (input: RemovePermissionRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const policy = readPolicy(queue);
    const rest = policy.Statement.filter(({ Sid }) => Sid !== input.Label);
    if (rest.length === policy.Statement.length)
      throw invalidParameterValue(
        `Value ${input.Label} for parameter Label is invalid. Reason: can't find label.`,
      );
    writePolicy(store, queue, { ...policy, Statement: rest });
    return {};
  };
