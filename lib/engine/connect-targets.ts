import { randomUUID } from "node:crypto";
import type { createEvents } from "./events/create-events.ts";
import type { createKinesis } from "./kinesis/create-kinesis.ts";
import type { createS3 } from "./s3/create-s3.ts";
import type { createSns } from "./sns/create-sns.ts";
import type { createStates } from "./states/create-states.ts";
import type { QueueStore } from "./sqs/queue-store.ts";
import type { FunctionCall, Targets } from "./targets.ts";

/** The rooms behind `Targets`; they need each other, so they are asked for when something is to be brought. */
export function connectTargets(rooms: {
  accountId: string;
  invokeFunction: (call: FunctionCall) => void;
  queues: Pick<QueueStore, "byArn" | "send">;
  kinesis: Pick<ReturnType<typeof createKinesis>, "store" | "put">;
  sns: () => Pick<ReturnType<typeof createSns>, "topics" | "publish">;
  events: () => Pick<ReturnType<typeof createEvents>, "putEvent" | "hasBus">;
  s3: () => Pick<ReturnType<typeof createS3>, "writeObject" | "buckets">;
  states: () => Pick<ReturnType<typeof createStates>, "startExecution">;
}): Targets {
  const { accountId, invokeFunction, queues, kinesis, sns, events, s3, states } = rooms;
  const bucketOf = (arn: string) => arn.replace(/^arn:[^:]*:s3:::/, "").replace(/\/.*$/, "");
  return {
    invokeFunction,
    sendMessage: (arn, message) => void queues.send(arn, message),
    publish: (arn, message) => sns().publish(arn, message),
    putEvent: (arn, entry) => events().putEvent(arn, entry),
    putRecord: (arn, record) => kinesis.put(arn, record),
    startExecution: (arn, input) => states().startExecution(arn, input),
    putObject: (arn, key, text) =>
      s3().writeObject(bucketOf(arn), key, text, {
        requestId: randomUUID(),
        accountId,
        accessKeyId: "lambda.amazonaws.com",
      }),
    exists(arn) {
      switch (arn.split(":")[2]) {
        case "sqs":
          return queues.byArn(arn) !== undefined;
        case "sns":
          return sns().topics.byArn(arn) !== undefined;
        case "events":
          return events().hasBus(arn);
        case "kinesis":
          return kinesis.store.byArn(arn) !== undefined;
        case "s3":
          return s3().buckets.get(bucketOf(arn)) !== undefined;
        default:
          return false;
      }
    },
    policyOf(arn) {
      const isQueue = arn.split(":")[2] === "sqs";
      const found = isQueue ? queues.byArn(arn) : sns().topics.byArn(arn);
      return found && (found.attributes.Policy ?? "");
    },
  };
}
