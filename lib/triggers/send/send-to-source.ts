import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { fillPlaceholders } from "@/lib/model/placeholders";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import { sendingOf, type SentEvents, sentProblems, type SentResult } from "@/lib/model/sent-events";
import type { Trigger } from "@/lib/model/trigger";
import { triggerKey } from "@/lib/model/trigger-identity";
import { triggerName } from "@/lib/model/trigger-words";
import { journalled } from "@/lib/store/journal";
import { listTriggers } from "../list-triggers";
import {
  type Filled,
  publish,
  putEvents,
  putItems,
  putObjects,
  putRecords,
  sendToQueue,
} from "./send-messages";
import { sendRequests } from "./send-requests";
import { sendToWebSocket } from "./send-to-web-socket";

/** Puts messages, records, objects, items, events or requests into what triggers a function. */
export async function sendToSource(
  connection: Connection,
  functionName: string,
  key: string,
  sent: SentEvents,
  now: () => number = Date.now,
): Promise<{ change: Change; result: SentResult; sentAtMs: number }> {
  const { triggers } = await listTriggers(connection, functionName);
  const trigger = triggers.find((one) => triggerKey(one) === key);
  if (!trigger)
    throw new ProblemError({
      kind: "not-found",
      title: "Nothing was sent",
      detail: "The function has no such trigger any more.",
    });
  const sending = sendingOf(trigger);
  if ("cannot" in sending)
    throw new ProblemError({
      kind: "unsupported",
      title: "Nothing was sent",
      detail: sending.cannot || "Nothing is put into this source from here.",
    });
  const [problem] = Object.entries(sentProblems(trigger, sent));
  if (problem) refuse(...problem);
  const sentAtMs = now();
  const filled = Array.from({ length: sent.count }, () => filledIn(sent, sentAtMs));
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "sent-events",
      title: `${sent.count} ${sending.noun}${sent.count === 1 ? "" : "s"} sent to ${triggerName(trigger)}`,
      before: null,
      after: sent,
      call: callOf(trigger, sent),
      undo: { impossible: "What was sent cannot be called back." },
    },
    () => send(connection, trigger, filled),
  );
  return { change, result, sentAtMs };
}

function send(connection: Connection, trigger: Trigger, filled: Filled): Promise<SentResult> {
  switch (trigger.kind) {
    case "mapping":
      switch (trigger.eventSourceArn.split(":")[2]) {
        case "sqs":
          return sendToQueue(connection, trigger, filled);
        case "kinesis":
          return putRecords(connection, trigger, filled);
        default:
          return putItems(connection, trigger, filled);
      }
    case "bucket":
      return putObjects(connection, trigger, filled);
    case "topic":
      return publish(connection, trigger, filled);
    case "rule":
      return putEvents(connection, trigger, filled);
    case "api":
      return trigger.protocol === "WEBSOCKET"
        ? sendToWebSocket(connection, trigger, filled)
        : sendRequests(connection, trigger, filled);
    case "url":
      return sendRequests(connection, trigger, filled);
    default:
      throw new TypeError(`nothing is put into a ${trigger.kind}`);
  }
}

/** The call as the journal names it; what was sent stands beside it. */
function callOf(trigger: Trigger, { count }: SentEvents): CloudCall {
  switch (trigger.kind) {
    case "mapping": {
      const input = { source: trigger.eventSourceArn, count };
      const [, , service] = trigger.eventSourceArn.split(":");
      if (service === "kinesis") return { service, command: "PutRecords", input };
      return service === "dynamodb"
        ? { service, command: "PutItem", input }
        : { service: "sqs", command: "SendMessageBatch", input };
    }
    case "bucket":
      return { service: "s3", command: "PutObject", input: { Bucket: trigger.bucket, count } };
    case "topic":
      return {
        service: "sns",
        command: "PublishBatch",
        input: { TopicArn: trigger.topicArn, count },
      };
    case "rule":
      return { service: "events", command: "PutEvents", input: { bus: trigger.busName, count } };
    default:
      return { service: "lambda", command: "HttpRequest", input: { count } };
  }
}

/** Each of several has ids of its own. */
function filledIn(sent: SentEvents, nowMs: number): SentEvents {
  const moment = { nowMs, uuid: () => crypto.randomUUID() };
  const fill = (text: string | undefined) => text && fillPlaceholders(text, moment);
  return {
    ...sent,
    text: fill(sent.text) ?? "",
    partitionKey: fill(sent.partitionKey),
    objectKey: fill(sent.objectKey),
    groupId: fill(sent.groupId) || undefined,
    attributes: sent.attributes?.map(({ name, value }) => ({ name, value: fill(value) ?? "" })),
  };
}
