import type { CreateQueueRequest, CreateQueueResult } from "@aws-sdk/client-sqs";
import type { Clock } from "../../clock.ts";
import { ServiceError, type CallContext } from "../../http/service.ts";
import {
  invalidParameterValue,
  queueArn,
  queueUrl,
  settledAttributes,
  type Queue,
} from "../queue.ts";
import { checkAttributes, mergeAttributes } from "../queue-attributes.ts";
import type { QueueStore } from "../queue-store.ts";
import { checkTags } from "../queue-tags.ts";

/** How long the name of a deleted queue stays taken (CreateQueue API reference). */
const nameReuseMs = 60_000;

/**
 * Creates a queue, or answers the one that is there when every attribute given is the same. Throws
 * QueueNameExists, QueueDeletedRecently and what is wrong with name, attributes or tags.
 */
export const createQueue =
  (store: QueueStore, clock: Clock) =>
  (input: CreateQueueRequest, context: CallContext): CreateQueueResult => {
    const name = input.QueueName ?? "";
    const attributes = input.Attributes ?? {};
    checkName(name, attributes);
    const arn = queueArn(context.region, context.accountId, name);
    const existing = store.byArn(arn);
    const queue = existing ?? { arn, fifo: name.endsWith(".fifo"), attributes: {} };
    checkAttributes(attributes, queue, (target) => store.byArn(target));
    checkTags(input.tags ?? {});
    if (existing) {
      checkSame(existing, attributes);
      return { QueueUrl: queueUrl(context.endpoint, existing) };
    }
    const deletedMs = store.queues.deletedMs(arn);
    if (deletedMs !== undefined && clock.now() < deletedMs + nameReuseMs)
      throw new ServiceError(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      );
    const created = store.queues.insert(
      {
        region: context.region,
        accountId: context.accountId,
        name,
        attributes: mergeAttributes({}, attributes),
        tags: { ...input.tags },
      },
      clock.now(),
    );
    return { QueueUrl: queueUrl(context.endpoint, created) };
  };

function checkName(name: string, attributes: Readonly<Record<string, string>>): void {
  const fifo = attributes.FifoQueue === "true";
  const plainName = fifo ? name.replace(/\.fifo$/, "") : name;
  if (fifo && (plainName === name || !/^[A-Za-z0-9_-]{1,75}$/.test(plainName)))
    throw invalidParameterValue(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  if (!fifo && !/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw invalidParameterValue(
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
}

function checkSame(existing: Queue, wanted: Readonly<Record<string, string>>): void {
  const settled = settledAttributes(existing);
  for (const [name, value] of Object.entries(wanted))
    if ((settled[name] ?? "") !== value)
      throw new ServiceError(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}
