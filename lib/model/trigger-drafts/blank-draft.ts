import { defaultSettings } from "../mapping-settings";
import type { MappingDraft } from "./mapping-draft";
import type { TriggerDraft } from "./trigger-draft";

/** The sources that a trigger can be added for. */
export type AddableSource =
  | "sqs"
  | "kinesis"
  | "dynamodb"
  | "bucket"
  | "topic"
  | "rule"
  | "schedule"
  | "url"
  | "http-api"
  | "rest-api"
  | "websocket-api";

/** What a new rule begins with. */
export const examplePattern = '{\n  "source": ["my.shop"],\n  "detail-type": ["order.created"]\n}';

const retries = { maximumRetryAttempts: null, maximumEventAgeSeconds: null };

/** A trigger before anything is typed: as AWS has it where nothing is said. */
export function blankDraft(
  source: AddableSource,
  known: { functionName: string; roleArn: string; timeZone: string },
): TriggerDraft {
  switch (source) {
    case "sqs":
    case "kinesis":
    case "dynamodb":
      return blankMapping(source);
    case "bucket":
      return {
        kind: "bucket",
        bucket: "",
        isNew: false,
        events: ["s3:ObjectCreated:*"],
        prefix: "",
        suffix: "",
      };
    case "topic":
      return {
        kind: "topic",
        topicArn: "",
        isNew: false,
        filterPolicy: "",
        filterPolicyScope: "MessageAttributes",
        deadLetterQueueArn: "",
      };
    case "rule":
      return {
        kind: "rule",
        name: "",
        busName: "default",
        isNew: true,
        description: "",
        eventPattern: examplePattern,
        scheduleExpression: "",
        enabled: true,
        input: { as: "event" },
        deadLetterQueueArn: "",
        ...retries,
      };
    case "schedule":
      return {
        kind: "schedule",
        name: `${known.functionName}-every-10-minutes`.slice(-64),
        groupName: "default",
        expression: "rate(10 minutes)",
        timeZone: known.timeZone,
        startDate: "",
        endDate: "",
        flexibleWindowMinutes: null,
        description: "",
        input: "",
        roleArn: known.roleArn,
        deadLetterQueueArn: "",
        enabled: true,
        deletesItself: false,
        ...retries,
      };
    case "url":
      return { kind: "url", authType: "AWS_IAM", streams: false, cors: null };
    case "http-api":
    case "rest-api":
    case "websocket-api":
      return {
        kind: "api",
        protocol: protocols[source],
        apiId: "",
        apiName: known.functionName,
        method: source === "websocket-api" ? "" : "ANY",
        path: source === "websocket-api" ? "$default" : `/${known.functionName}`,
        stage: { "http-api": "$default", "rest-api": "prod", "websocket-api": "prod" }[source],
        payloadFormatVersion: "2.0",
      };
  }
}

const protocols = { "http-api": "HTTP", "rest-api": "REST", "websocket-api": "WEBSOCKET" } as const;

function blankMapping(source: "sqs" | "kinesis" | "dynamodb"): MappingDraft {
  return {
    kind: "mapping",
    eventSourceArn: "",
    startingPosition: "LATEST",
    startingPositionAt: "",
    ...defaultSettings(source),
  };
}
