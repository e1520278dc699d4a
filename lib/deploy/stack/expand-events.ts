import { keyFilter, notificationType } from "./expand-inline";
import { add, type Expansion, noteOthers, pick, type Target } from "./expansion";
import { knownOfEvents } from "./known-of-events";
import { asList, asValues, isValues, type Values, without } from "./template";

/** Why an event is not carried over: what the local cloud has no part of. */
const refusals: Readonly<Record<string, string>> = {
  AlexaSkill: "Alexa calls only functions that she can reach",
  ALB: "there are no load balancers here; an event of type HttpApi gives a function an address",
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
  noteOthers(
    `${target.id}.Events.${name}`,
    properties,
    knownOfEvents[type] ?? Object.keys(properties),
    expansion,
  );
  const make = (suffix: string, made: string, values: Values) =>
    add(expansion, target.resource, `${id}${suffix}`, made, values);
  const listen = (source: string, suffix = "") =>
    make(suffix, "AWS::Lambda::EventSourceMapping", {
      ...without(properties, [source]),
      EventSourceArn: properties[source],
      FunctionName: target.arn,
    });
  const permit = (principal: string, sourceArn: unknown) =>
    permitCaller(target, id, principal, { SourceArn: sourceArn }, expansion);
  switch (type) {
    case "SQS":
      listen("Queue");
      break;
    case "DynamoDB":
    case "Kinesis":
      listen("Stream");
      break;
    case "Schedule":
    case "ScheduleV2":
    case "CloudWatchEvent":
    case "EventBridgeRule":
      expandTimed(target, name, event, expansion);
      if (type !== "ScheduleV2") permit("events.amazonaws.com", { "Fn::GetAtt": [id, "Arn"] });
      break;
    case "SNS":
      if (properties.SqsSubscription === undefined || properties.SqsSubscription === false) {
        subscribe(target, id, properties, { Protocol: "lambda", Endpoint: target.arn }, expansion);
        permit("sns.amazonaws.com", properties.Topic);
      } else subscribeThroughQueue(target, id, properties, expansion);
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
      permit("logs.amazonaws.com", {
        "Fn::Sub": [
          "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:*",
          { Group: properties.LogGroupName },
        ],
      });
      break;
    case "Api":
    case "HttpApi":
      expansion.routes.push({ type, target, name, properties });
      break;
    default:
      refuseEvent(
        target,
        name,
        type,
        String(properties.why ?? refusals[type] ?? "this kind of event is not known"),
        expansion,
      );
  }
}

/** Keeps an event under a type that the deployment skips with the reason. */
export function refuseEvent(
  { id, resource }: Target,
  name: string,
  type: string,
  why: string,
  expansion: Expansion,
): void {
  add(expansion, resource, `${id}${name}`, `${resource.type} ${type} event`, { why });
}

/** Lets a service call the function. */
function permitCaller(
  target: Target,
  id: string,
  Principal: string,
  source: Values,
  expansion: Expansion,
): void {
  add(expansion, target.resource, `${id}Permission`, "AWS::Lambda::Permission", {
    Action: "lambda:InvokeFunction",
    FunctionName: target.arn,
    Principal,
    ...source,
  });
}

/** Rules of EventBridge and schedules of its Scheduler, for functions and for state machines. */
export function expandTimed(
  target: Target,
  name: string,
  { Type, Properties }: Values,
  expansion: Expansion,
): void {
  const properties = asValues(Properties);
  const make = (made: string, values: Values) =>
    add(expansion, target.resource, `${target.id}${name}`, made, values);
  const State =
    properties.State ?? (String(properties.Enabled) === "false" ? "DISABLED" : "ENABLED");
  if (Type === "ScheduleV2")
    return make("AWS::Scheduler::Schedule", {
      ...pick(properties, [
        "Name",
        "GroupName",
        "Description",
        "ScheduleExpressionTimezone",
        "StartDate",
        "EndDate",
        "KmsKeyArn",
        "ActionAfterCompletion",
      ]),
      ScheduleExpression: properties.ScheduleExpression,
      State,
      FlexibleTimeWindow: properties.FlexibleTimeWindow ?? { Mode: "OFF" },
      Target: {
        Arn: target.arn,
        RoleArn: properties.RoleArn ?? target.role ?? localRole,
        ...pick(properties, ["Input", "RetryPolicy"]),
        ...deadLetters(properties),
      },
    });
  const rule = {
    State,
    Targets: [targetOf(target, name, properties)],
    ...pick(properties, ["Description"]),
  };
  if (Type === "Schedule")
    return make("AWS::Events::Rule", {
      ...rule,
      ...pick(properties, ["Name"]),
      ScheduleExpression: properties.Schedule,
    });
  return make("AWS::Events::Rule", {
    ...rule,
    ...(properties.RuleName === undefined ? {} : { Name: properties.RuleName }),
    ...pick(properties, ["EventBusName"]),
    EventPattern: properties.Pattern,
  });
}

/** What calls things here where the template leaves the role to AWS's transform. */
export const localRole = { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/lambdeck-local" };

function targetOf(target: Target, name: string, properties: Values): Values {
  return {
    Id: String(asValues(properties.Target).Id ?? `${target.id}${name}`),
    Arn: target.arn,
    ...(target.role === undefined ? {} : { RoleArn: target.role }),
    ...pick(properties, ["Input", "InputPath", "InputTransformer", "RetryPolicy"]),
    ...deadLetters(properties),
  };
}

function deadLetters({ DeadLetterConfig }: Values): Values {
  const { Arn } = asValues(DeadLetterConfig);
  return Arn === undefined ? {} : { DeadLetterConfig: { Arn } };
}

function subscribe(
  target: Target,
  id: string,
  properties: Values,
  to: Values,
  expansion: Expansion,
): void {
  add(expansion, target.resource, id, "AWS::SNS::Subscription", {
    TopicArn: properties.Topic,
    ...to,
    ...pick(properties, ["FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "Region"]),
  });
}

/** A topic whose messages go through a queue: the transform makes the queue too, unless one is given. */
function subscribeThroughQueue(
  target: Target,
  id: string,
  properties: Values,
  expansion: Expansion,
): void {
  const given = asValues(properties.SqsSubscription);
  const queueArn = given.QueueArn ?? { "Fn::GetAtt": [`${id}Queue`, "Arn"] };
  const queueUrl = given.QueueUrl ?? { Ref: `${id}Queue` };
  if (given.QueueArn === undefined)
    add(expansion, target.resource, `${id}Queue`, "AWS::SQS::Queue", {});
  const policyId = String(given.QueuePolicyLogicalId ?? `${id}QueuePolicy`);
  add(expansion, target.resource, policyId, "AWS::SQS::QueuePolicy", {
    Queues: [queueUrl],
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": properties.Topic } },
        },
      ],
    },
  });
  subscribe(target, id, properties, { Protocol: "sqs", Endpoint: queueArn }, expansion);
  add(expansion, target.resource, `${id}EventSourceMapping`, "AWS::Lambda::EventSourceMapping", {
    EventSourceArn: queueArn,
    FunctionName: target.arn,
    BatchSize: given.BatchSize ?? 10,
    Enabled: given.Enabled ?? true,
  });
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
  permitCaller(
    target,
    id,
    "s3.amazonaws.com",
    { SourceAccount: { Ref: "AWS::AccountId" } },
    expansion,
  );
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
