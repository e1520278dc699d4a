import { add, type Expansion } from "./expansion";
import { asList, asValues, isValues, type Resource, type Values } from "./template";

/** A bucket's notifications as a resource of their own: CloudFormation has them inside the bucket. */
export const notificationType = "AWS::S3::Bucket notifications";

/** CloudFormation's `S3Key.Rules` as the API's `Key.FilterRules`. */
export function keyFilter(filter: Values): Values {
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

/** A topic's own Subscription list as resources: it names functions, which are made after topics. */
export function expandTopic(id: string, resource: Resource, expansion: Expansion): void {
  const { Subscription, ...properties } = resource.properties;
  add(expansion, resource, id, "AWS::SNS::Topic", properties);
  for (const [at, subscription] of asList(Subscription).entries())
    add(expansion, resource, `${id}Subscription${at + 1}`, "AWS::SNS::Subscription", {
      ...asValues(subscription),
      TopicArn: { Ref: id },
    });
}
