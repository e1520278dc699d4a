import { asList, asValues, isValues, type Resource, type Values } from "../stack/template";

/** The events of one function in the words of SAM, and the buckets that they bring along. */
export interface ReadEvents {
  events: Values;
  buckets: Record<string, Resource>;
}

/** Reads a Serverless Framework function's `events`; what SAM has no word for keeps its own and is skipped by name. */
export function readEvents(list: unknown): ReadEvents {
  const events: Values = {};
  const buckets: Record<string, Resource> = {};
  for (const [at, entry] of asList(list).entries()) {
    if (typeof entry === "string") {
      events[`${pascal(entry)}${at + 1}`] = { Type: words[entry] ?? entry, Properties: {} };
      continue;
    }
    for (const [type, value] of Object.entries(asValues(entry))) {
      const id = `${pascal(type)}${at + 1}`;
      for (const [number, event] of readEvent(type, value, buckets).entries())
        events[number === 0 ? id : `${id}x${number + 1}`] = event;
    }
  }
  return { events, buckets };
}

/** What SAM calls the events that are skipped. */
const words: Readonly<Record<string, string>> = {
  http: "Api",
  httpApi: "HttpApi",
  sns: "SNS",
  alexaSkill: "AlexaSkill",
  cognitoUserPool: "Cognito",
  iot: "IoTRule",
  msk: "MSK",
  kafka: "SelfManagedKafka",
  activemq: "MQ",
  rabbitmq: "MQ",
};

function readEvent(type: string, value: unknown, buckets: Record<string, Resource>): Values[] {
  const given = asValues(value);
  const arn = isValues(value) && "arn" in value ? value.arn : value;
  switch (type) {
    case "sqs":
      return [{ Type: "SQS", Properties: { Queue: arn, ...mapping(given) } }];
    case "stream":
      return [
        {
          Type: given.type === "kinesis" || isKinesis(arn) ? "Kinesis" : "DynamoDB",
          Properties: {
            Stream: arn,
            StartingPosition: given.startingPosition ?? "TRIM_HORIZON",
            ...mapping(given),
          },
        },
      ];
    case "schedule":
      return asList(isValues(value) ? given.rate : value).map((Schedule) => ({
        Type: "Schedule",
        Properties: {
          Schedule,
          Enabled: given.enabled !== false,
          ...named(given, {
            name: "Name",
            description: "Description",
            input: "Input",
            inputPath: "InputPath",
          }),
          ...(isValues(given.input) ? { Input: JSON.stringify(given.input) } : {}),
        },
      }));
    case "eventBridge":
    case "cloudwatchEvent":
      return [eventBridge(given)];
    case "s3":
      return [notification(value, given, buckets)];
    case "cloudwatchLog":
      return asList(isValues(value) ? given.logGroup : value).map((LogGroupName) => ({
        Type: "CloudWatchLogs",
        Properties: { LogGroupName, FilterPattern: given.filter ?? "" },
      }));
    default:
      return [{ Type: words[type] ?? type, Properties: {} }];
  }
}

/** Properties of an event source mapping by the Serverless Framework's names. */
function mapping(given: Values): Values {
  const patterns = asList(given.filterPatterns);
  const onFailure = asValues(asValues(given.destinations).onFailure);
  const failed = asValues(given.destinations).onFailure;
  return {
    ...named(given, {
      batchSize: "BatchSize",
      enabled: "Enabled",
      maximumBatchingWindow: "MaximumBatchingWindowInSeconds",
      batchWindow: "MaximumBatchingWindowInSeconds",
      maximumRetryAttempts: "MaximumRetryAttempts",
      maximumRecordAgeInSeconds: "MaximumRecordAgeInSeconds",
      bisectBatchOnFunctionError: "BisectBatchOnFunctionError",
      parallelizationFactor: "ParallelizationFactor",
      tumblingWindowInSeconds: "TumblingWindowInSeconds",
    }),
    ...(given.functionResponseType === undefined
      ? {}
      : { FunctionResponseTypes: asList(given.functionResponseType) }),
    ...(given.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: given.maximumConcurrency } }),
    ...(patterns.length > 0
      ? {
          FilterCriteria: {
            Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })),
          },
        }
      : {}),
    ...(failed === undefined
      ? {}
      : { DestinationConfig: { OnFailure: { Destination: onFailure.arn ?? failed } } }),
  };
}

function eventBridge(given: Values): Values {
  const shared = {
    Enabled: given.enabled !== false,
    State: given.enabled === false ? "DISABLED" : "ENABLED",
    ...named(given, { inputPath: "InputPath", inputTransformer: "InputTransformer" }),
    ...(given.input === undefined ? {} : { Input: JSON.stringify(given.input) }),
  };
  if (given.schedule !== undefined)
    return { Type: "Schedule", Properties: { ...shared, Schedule: given.schedule } };
  return {
    Type: "EventBridgeRule",
    Properties: {
      ...shared,
      ...named(given, { name: "RuleName", eventBus: "EventBusName" }),
      Pattern: given.pattern ?? given.event,
    },
  };
}

/** The framework makes the bucket of an event, unless it is said to exist. */
function notification(value: unknown, given: Values, buckets: Record<string, Resource>): Values {
  const bucket = isValues(value) && "bucket" in value ? value.bucket : value;
  if (typeof bucket === "string" && given.existing !== true)
    buckets[`S3Bucket${pascal(bucket)}`] = {
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
  return typeof arn === "string" && arn.includes(":kinesis:");
}

/** The members of `given` under other names. */
export function named(given: Values, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) =>
      given[from] === undefined ? [] : [[to, given[from]]],
    ),
  );
}

/** A name as a logical id's part: letters and digits. */
export function pascal(text: string): string {
  return text
    .replaceAll("-", "Dash")
    .replaceAll("_", "Underscore")
    .replace(/[^A-Za-z0-9]/g, "")
    .replace(/^./, (first) => first.toUpperCase());
}
