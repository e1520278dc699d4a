import type { PurgeQueueRequest } from "@aws-sdk/client-sqs";
import type { Clock } from "../../clock.ts";
import { ServiceError, type CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import type { QueueStore } from "../queue-store.ts";

const purgeIntervalMs = 60_000;

/** Drops every message; at once here, within a minute on AWS. Once a minute, as there. */
export const purgeQueue =
  (store: QueueStore, clock: Clock) =>
  (input: PurgeQueueRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    if (clock.now() < queue.purgedMs + purgeIntervalMs)
      throw new ServiceError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        403,
      );
    store.purge(queue.arn);
    return {};
  };
