import type { SendMessageRequest, SendMessageResult } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { checkMessage, type SendInput } from "../check-message.ts";
import { findQueue } from "../find-queue.ts";
import { md5OfAttributes } from "../message.ts";
import type { Queue } from "../queue.ts";
import type { QueueStore } from "../queue-store.ts";

/** Sends one message. */
export const sendMessage =
  (store: QueueStore) =>
  (input: SendMessageRequest, context: CallContext): SendMessageResult =>
    sendOne(store, findQueue(store, input.QueueUrl, context), input, context);

/** Checks and stores one message; what SendMessage and each entry of SendMessageBatch answer. */
export function sendOne(
  store: QueueStore,
  queue: Queue,
  input: SendInput,
  context: Pick<CallContext, "accessKeyId" | "traceHeader">,
): SendMessageResult & { MessageId: string; MD5OfMessageBody: string } {
  const message = checkMessage(input, queue, context.accessKeyId);
  const trace = message.attributes?.AWSTraceHeader;
  // The header of the call goes with the message too, but is not the sender's attribute.
  const carried = trace ?? context.traceHeader;
  const attributes = { ...message.attributes, ...(carried && { AWSTraceHeader: carried }) };
  const sent = store.send(queue.arn, { ...message, attributes });
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: sent.md5OfBody,
    MD5OfMessageAttributes: sent.md5OfMessageAttributes,
    MD5OfMessageSystemAttributes:
      trace === undefined
        ? undefined
        : md5OfAttributes({ AWSTraceHeader: { DataType: "String", StringValue: trace } }),
    SequenceNumber: sent.sequenceNumber,
  };
}
