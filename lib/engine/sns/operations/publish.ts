import type * as api from "@aws-sdk/client-sns";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { checkMessage } from "../check-message.ts";
import { invalidParameter } from "../errors.ts";
import { findTopic } from "../find-topic.ts";
import type { Publisher } from "../publisher.ts";
import type { TopicStore } from "../topic-store.ts";

const mostEntries = 10;
const largestBatchBytes = 262_144;

/** Publishing, one by one or up to ten messages together. */
export function publishOperations(deps: { store: TopicStore; publisher: Publisher }) {
  const { store, publisher } = deps;
  return {
    Publish(input: api.PublishInput, context: CallContext) {
      const { PhoneNumber: phone, TopicArn: arn, TargetArn: target } = input;
      const named = [phone, arn, target].filter((each) => each !== undefined);
      if (named.length > 1)
        throw invalidParameter(
          "TopicArn or TargetArn or PhoneNumber Reason: only one of them can be given",
        );
      // Checked first, as SNS does.
      checkMessage(input, undefined);
      if (phone !== undefined)
        throw invalidParameter(
          `PhoneNumber Reason: ${phone} is not valid to publish to: the local engine sends no text messages`,
        );
      const topicArn = arn ?? target;
      if (topicArn === undefined)
        throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
      if (topicArn.includes(":endpoint/"))
        throw invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
      const topic = findTopic(store, topicArn, context);
      const message = checkMessage(input, topic);
      const { messageId, sequenceNumber } = publisher.publish(topic, message, context.traceHeader);
      return {
        MessageId: messageId,
        ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
      };
    },

    PublishBatch(input: api.PublishBatchInput, context: CallContext) {
      const entries = input.PublishBatchRequestEntries ?? [];
      const ids = entries.map(({ Id = "" }) => Id);
      if (entries.length === 0)
        throw refuse(
          "EmptyBatchRequestException",
          "The batch request doesn't contain any entries.",
        );
      if (entries.length > mostEntries)
        throw refuse(
          "TooManyEntriesInBatchRequestException",
          "The batch request contains more entries than permissible.",
        );
      const topic = findTopic(store, input.TopicArn ?? "", context);
      if (new Set(ids).size < ids.length)
        throw refuse(
          "BatchEntryIdsNotDistinctException",
          "Two or more batch entries in the request have the same Id.",
        );
      if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id)))
        throw refuse(
          "InvalidBatchEntryIdException",
          "The Id of a batch entry in a batch request doesn't abide by the specification.",
        );
      const messages = entries.map((entry) => checkMessage(entry, topic));
      if (messages.reduce((sum, { bytes }) => sum + bytes, 0) > largestBatchBytes)
        throw refuse(
          "BatchRequestTooLongException",
          "The length of all the messages put together is more than the limit.",
        );
      return {
        Successful: messages.map((message, index) => {
          const sent = publisher.publish(topic, message, context.traceHeader);
          return {
            Id: ids[index],
            MessageId: sent.messageId,
            ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
          };
        }),
        Failed: [],
      };
    },
  };
}

const refuse = (code: string, message: string): ServiceError =>
  new ServiceError(code, message, 400);
