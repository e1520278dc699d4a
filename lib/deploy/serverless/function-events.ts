import { pick } from "../stack/expansion";
import { asList, asValues, isValues, type Resource, type Values } from "../stack/template";
import { addHttpApiEvent, addHttpEvent, addWebSocketEvent, type Apis } from "./api-events";
import { mapping, named, pascal } from "./words";

/** The events of one function in the words of SAM, and the resources that they bring along. */
export interface ReadEvents {
  events: Values;
  resources: Record<string, Resource>;
}

/** The function whose events are read, by its logical id. */
export interface EventsOf {
  functionId: string;
  list: unknown;
  apis: Apis;
}

/** Reads a Serverless Framework function's `events`; what SAM has no word for keeps its own and is skipped by name. */
export function readEvents({ functionId, list, apis }: EventsOf): ReadEvents {
  const events: Values = {};
  const resources: Record<string, Resource> = {};
  for (const [at, entry] of asList(list).entries())
    for (const [type, value] of typeof entry === "string"
      ? [[entry, {}] as const]
      : Object.entries(asValues(entry))) {
      if (type === "websocket") {
        addWebSocketEvent(functionId, value, apis);
        continue;
      }
      const id = `${pascal(type)}${at + 1}`;
      for (const [number, event] of readEvent(type, value, { resources, apis }).entries())
        events[number === 0 ? id : `${id}x${number + 1}`] = event;
    }
  return { events, resources };
}

/** What SAM calls the events that are skipped. */
const words: Readonly<Record<string, string>> = {
  alb: "ALB",
  alexaSkill: "AlexaSkill",
  cognitoUserPool: "Cognito",
  iot: "IoTRule",
  msk: "MSK",
  kafka: "SelfManagedKafka",
  activemq: "MQ",
  rabbitmq: "MQ",
};

function readEvent(
  type: string,
  value: unknown,
  { resources, apis }: { resources: Record<string, Resource>; apis: Apis },
): Values[] {
  const given = asValues(value);
  const arn = isValues(value) && "arn" in value ? value.arn : value;
  switch (type) {
    case "http":
      return [addHttpEvent(value, apis)];
    case "httpApi":
      return [addHttpApiEvent(value, apis)];
    case "sqs":
      return [{ Type: "SQS", Properties: { Queue: arn, ...mapping(given) } }];
    case "sns":
      return [subscription(value, given, resources)];
    case "stream":
      return [
        {
          Type: given.type === "kinesis" || isKinesis(arn) ? "Kinesis" : "DynamoDB",
          Properties: {
            Stream: consumerOf(given.consumer, arn, resources) ?? arn,
            StartingPosition: given.startingPosition ?? "TRIM_HORIZON",
            ...mapping(given),
          },
        },
      ];
    case "schedule":
      return asList(isValues(value) ? given.rate : value).map((rate) => schedule(rate, given));
    case "eventBridge":
    case "cloudwatchEvent":
      return [eventBridge(given, resources)];
    case "s3":
      return [notification(value, given, resources)];
    case "cloudwatchLog":
      return asList(isValues(value) ? given.logGroup : value).map((LogGroupName) => ({
        Type: "CloudWatchLogs",
        Properties: { LogGroupName, FilterPattern: given.filter ?? "" },
      }));
    default:
      return [{ Type: words[type] ?? type, Properties: {} }];
  }
}

/** With `consumer: true` the framework registers a consumer of the stream; else its ARN is given. */
function consumerOf(
  consumer: unknown,
  stream: unknown,
  resources: Record<string, Resource>,
): unknown {
  if (consumer !== true) return isValues(consumer) || isArn(consumer) ? consumer : undefined;
  const name = `${pascal(JSON.stringify(stream).replace(/^.*[:/]|Arn/g, ""))}Consumer`;
  resources[name] = {
    type: "AWS::Kinesis::StreamConsumer",
    properties: { ConsumerName: name, StreamARN: stream },
    dependsOn: [],
  };
  return { Ref: name };
}

const isArn = (value: unknown) => typeof value === "string" && value.startsWith("arn:");

/** A schedule of the Scheduler with `method: scheduler`, else a rule. */
function schedule(rate: unknown, given: Values): Values {
  const shared = {
    Enabled: given.enabled !== false,
    ...named(given, { name: "Name", description: "Description", input: "Input" }),
    ...(isValues(given.input) ? { Input: JSON.stringify(given.input) } : {}),
  };
  if (given.method === "scheduler")
    return {
      Type: "ScheduleV2",
      Properties: {
        ...shared,
        ScheduleExpression: rate,
        ...named(given, {
          timezone: "ScheduleExpressionTimezone",
          groupName: "GroupName",
          roleArn: "RoleArn",
        }),
      },
    };
  return {
    Type: "Schedule",
    Properties: {
      ...shared,
      Schedule: rate,
      ...named(given, { inputPath: "InputPath" }),
      ...transformer(given),
    },
  };
}

function transformer({ inputTransformer }: Values): Values {
  if (!isValues(inputTransformer)) return {};
  return {
    InputTransformer: named(inputTransformer, {
      inputPathsMap: "InputPathsMap",
      inputTemplate: "InputTemplate",
    }),
  };
}

/** A topic by its ARN, or by a name: then the framework makes it. */
function subscription(value: unknown, given: Values, resources: Record<string, Resource>): Values {
  const arn =
    isValues(value) && !("topicName" in value && !("arn" in value))
      ? (value.arn ?? value)
      : undefined;
  const name = typeof value === "string" ? value : given.topicName;
  const isMade = arn === undefined && typeof name === "string" && !name.startsWith("arn:");
  const id = `SNSTopic${pascal(String(name))}`;
  if (isMade)
    resources[id] = {
      type: "AWS::SNS::Topic",
      properties: {
        TopicName: name,
        ...named(given, { displayName: "DisplayName", kmsMasterKeyId: "KmsMasterKeyId" }),
      },
      dependsOn: [],
    };
  const { deadLetterTargetArn, deadLetterTargetRef } = asValues(given.redrivePolicy);
  const deadLetters =
    deadLetterTargetArn ??
    (deadLetterTargetRef === undefined
      ? undefined
      : { "Fn::GetAtt": [deadLetterTargetRef, "Arn"] });
  return {
    Type: "SNS",
    Properties: {
      Topic: isMade ? { Ref: id } : (arn ?? name),
      ...named(given, { filterPolicy: "FilterPolicy", filterPolicyScope: "FilterPolicyScope" }),
      ...(deadLetters === undefined ? {} : { RedrivePolicy: { deadLetterTargetArn: deadLetters } }),
    },
  };
}

function eventBridge(given: Values, resources: Record<string, Resource>): Values {
  const shared = {
    Enabled: given.enabled !== false,
    State: given.enabled === false ? "DISABLED" : "ENABLED",
    ...named(given, { inputPath: "InputPath", description: "Description" }),
    ...transformer(given),
    ...(given.input === undefined
      ? {}
      : { Input: typeof given.input === "string" ? given.input : JSON.stringify(given.input) }),
  };
  if (given.schedule !== undefined)
    return { Type: "Schedule", Properties: { ...shared, Schedule: given.schedule } };
  return {
    Type: "EventBridgeRule",
    Properties: {
      ...shared,
      ...named(given, { name: "RuleName" }),
      ...eventBusOf(given, resources),
      Pattern: given.pattern ?? given.event,
      ...pick({ DeadLetterConfig: deadLettersOf(given) }, ["DeadLetterConfig"]),
    },
  };
}

/** The framework makes a bus that is given by its name. */
function eventBusOf({ eventBus }: Values, resources: Record<string, Resource>): Values {
  if (eventBus === undefined) return {};
  if (typeof eventBus !== "string" || eventBus === "default" || isArn(eventBus))
    return { EventBusName: eventBus };
  const id = `EventBus${pascal(eventBus)}`;
  resources[id] = {
    type: "AWS::Events::EventBus",
    properties: { Name: eventBus },
    dependsOn: [],
  };
  return { EventBusName: { Ref: id } };
}

function deadLettersOf({ deadLetterQueueArn }: Values): Values | undefined {
  return deadLetterQueueArn === undefined ? undefined : { Arn: deadLetterQueueArn };
}

/** The framework makes the bucket of an event, unless it is said to exist. */
function notification(value: unknown, given: Values, resources: Record<string, Resource>): Values {
  const bucket = isValues(value) && "bucket" in value ? value.bucket : value;
  if (typeof bucket === "string" && given.existing !== true)
    resources[`S3Bucket${pascal(bucket)}`] = {
      type: "AWS::S3::Bucket",
      properties: { BucketName: bucket },
      dependsOn: [],
    };
  const rules = asList(given.rules).flatMap((rule) =>
    Object.entries(asValues(rule)).map(([Name, Value]) => ({ Name, Value })),
  );
  return {
    Type: "S3",
    Properties: {
      Bucket: bucket,
      Events: asList(given.event ?? "s3:ObjectCreated:*"),
      ...(rules.length > 0 ? { Filter: { S3Key: { Rules: rules } } } : {}),
    },
  };
}

function isKinesis(arn: unknown): boolean {
  if (typeof arn === "string") return arn.includes(":kinesis:");
  return isValues(arn) && JSON.stringify(arn).includes(":kinesis:");
}
