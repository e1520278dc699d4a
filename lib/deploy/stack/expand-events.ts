import { add, type Expansion } from "./expansion";
import { asList, asValues, isValues, type Resource, type Values, without } from "./template";

interface Target {
  id: string;
  resource: Resource;
  /** What calls the function: the function itself, or its alias. */
  arn: Values;
}

/** Why an event is not carried over: what the local cloud has no part of. */
const refusals: Readonly<Record<string, string>> = {
  Api: "there is no API Gateway here; FunctionUrlConfig gives a function an address",
  HttpApi: "there is no API Gateway here; FunctionUrlConfig gives a function an address",
  SNS: "there is no SNS here; send the event from the Test page, or with an asynchronous invoke",
  ScheduleV2: "there is no EventBridge Scheduler here; an event of type Schedule becomes a rule",
  AlexaSkill: "Alexa calls only functions that she can reach",
  Cognito: "there is no Cognito here",
  IoTRule: "there is no IoT Core here",
  MSK: "there is no Kafka here",
  MQ: "there is no Amazon MQ here",
  SelfManagedKafka: "there is no Kafka here",
  DocumentDB: "there is no DocumentDB here",
};

/** An entry of a function's `Events` as the resources that AWS's transform makes of it. */
export function expandEvent(
  target: Target,
  name: string,
  event: Values,
  expansion: Expansion,
): void {
  const type = String(event.Type);
  const properties = asValues(event.Properties);
  const id = `${target.id}${name}`;
  const make = (suffix: string, made: string, values: Values) =>
    add(expansion, target.resource, `${id}${suffix}`, made, values);
  const permit = (principal: string, sourceArn: unknown) =>
    make("Permission", "AWS::Lambda::Permission", {
      Action: "lambda:InvokeFunction",
      FunctionName: target.arn,
      Principal: principal,
      SourceArn: sourceArn,
    });
  switch (type) {
    case "SQS":
      make("", "AWS::Lambda::EventSourceMapping", {
        ...without(properties, ["Queue"]),
        EventSourceArn: properties.Queue,
        FunctionName: target.arn,
      });
      break;
    case "DynamoDB":
    case "Kinesis":
      make("", "AWS::Lambda::EventSourceMapping", {
        ...without(properties, ["Stream"]),
        EventSourceArn: properties.Stream,
        FunctionName: target.arn,
      });
      break;
    case "Schedule":
      make("", "AWS::Events::Rule", {
        ...(properties.Name === undefined ? {} : { Name: properties.Name }),
        ...(properties.Description === undefined ? {} : { Description: properties.Description }),
        ScheduleExpression: properties.Schedule,
        State: properties.State ?? (properties.Enabled === false ? "DISABLED" : "ENABLED"),
        Targets: [targetOf(target, name, properties)],
      });
      permit("events.amazonaws.com", { "Fn::GetAtt": [id, "Arn"] });
      break;
    case "CloudWatchEvent":
    case "EventBridgeRule":
      make("", "AWS::Events::Rule", {
        ...(properties.RuleName === undefined ? {} : { Name: properties.RuleName }),
        ...(properties.EventBusName === undefined ? {} : { EventBusName: properties.EventBusName }),
        EventPattern: properties.Pattern,
        State: properties.State ?? "ENABLED",
        Targets: [targetOf(target, name, properties)],
      });
      permit("events.amazonaws.com", { "Fn::GetAtt": [id, "Arn"] });
      break;
    case "S3":
      notifyFromBucket(target, id, properties, expansion);
      break;
    case "CloudWatchLogs":
      make("", "AWS::Logs::SubscriptionFilter", {
        LogGroupName: properties.LogGroupName,
        FilterPattern: properties.FilterPattern,
        DestinationArn: target.arn,
      });
      break;
    default:
      // Kept under a type that the deployment skips with the reason.
      make("", `AWS::Serverless::Function ${type} event`, {
        why: refusals[type] ?? "this kind of event is not known",
      });
  }
}

function targetOf(target: Target, name: string, properties: Values): Values {
  const known = ["Input", "InputPath", "InputTransformer", "RetryPolicy"];
  return {
    Id: String(asValues(properties.Target).Id ?? `${target.id}${name}`),
    Arn: target.arn,
    ...Object.fromEntries(
      known.flatMap((key) => (key in properties ? [[key, properties[key]]] : [])),
    ),
    ...(asValues(properties.DeadLetterConfig).Arn === undefined
      ? {}
      : { DeadLetterConfig: { Arn: asValues(properties.DeadLetterConfig).Arn } }),
  };
}

/** One notification configuration for each event and function; the bucket's own resource stays as it is. */
function notifyFromBucket(
  target: Target,
  id: string,
  properties: Values,
  expansion: Expansion,
): void {
  const bucket = isValues(properties.Bucket) ? properties.Bucket : { value: properties.Bucket };
  const filter = asValues(properties.Filter);
  add(expansion, target.resource, `${id}Permission`, "AWS::Lambda::Permission", {
    Action: "lambda:InvokeFunction",
    FunctionName: target.arn,
    Principal: "s3.amazonaws.com",
    SourceAccount: { Ref: "AWS::AccountId" },
  });
  add(expansion, target.resource, id, notificationType, {
    Bucket: "value" in bucket ? bucket.value : bucket,
    LambdaFunctionConfigurations: [
      {
        Id: id,
        LambdaFunctionArn: target.arn,
        Events: asList(properties.Events),
        ...(Object.keys(filter).length > 0 ? { Filter: keyFilter(filter) } : {}),
      },
    ],
  });
}

/** A bucket's notifications as a resource of their own: CloudFormation has them inside the bucket. */
export const notificationType = "AWS::S3::Bucket notifications";

/** CloudFormation's `S3Key.Rules` as the API's `Key.FilterRules`. */
function keyFilter(filter: Values): Values {
  const rules = asList(asValues(filter.S3Key).Rules);
  return { Key: { FilterRules: rules } };
}

/** A bucket's own NotificationConfiguration as a resource: it names functions, which are made after buckets. */
export function expandBucket(id: string, resource: Resource, expansion: Expansion): void {
  const { NotificationConfiguration, ...properties } = resource.properties;
  add(expansion, resource, id, "AWS::S3::Bucket", properties);
  if (!isValues(NotificationConfiguration)) return;
  const configurations = (list: string, target: string, arn: string) =>
    asList(NotificationConfiguration[list]).map((configuration, at) => {
      const { Event, Filter, [target]: Target } = asValues(configuration);
      return {
        Id: `${id}${target}${at + 1}`,
        [arn]: Target,
        Events: asList(Event),
        ...(isValues(Filter) ? { Filter: keyFilter(Filter) } : {}),
      };
    });
  const isForEventBridge = NotificationConfiguration.EventBridgeConfiguration !== undefined;
  add(expansion, resource, `${id}Notifications`, notificationType, {
    Bucket: { Ref: id },
    LambdaFunctionConfigurations: configurations(
      "LambdaConfigurations",
      "Function",
      "LambdaFunctionArn",
    ),
    QueueConfigurations: configurations("QueueConfigurations", "Queue", "QueueArn"),
    TopicConfigurations: configurations("TopicConfigurations", "Topic", "TopicArn"),
    ...(isForEventBridge ? { EventBridgeConfiguration: {} } : {}),
  });
}
