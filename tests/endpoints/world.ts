import type { Answer } from "./fake-aws";
import { ok } from "./fake-aws";

export const account = "999911112222";
export const functionName = "orders";
export const functionArn = `arn:aws:lambda:us-east-1:${account}:function:${functionName}`;
export const queueArn = `arn:aws:sqs:us-east-1:${account}:work`;

export const configuration = {
  FunctionName: functionName,
  FunctionArn: functionArn,
  Runtime: "nodejs22.x",
  Handler: "index.handler",
  Role: `arn:aws:iam::${account}:role/r`,
  MemorySize: 256,
  Timeout: 7,
  CodeSize: 1234,
  CodeSha256: "abc",
  LastModified: "2026-11-21T10:00:00.000+0000",
  Version: "$LATEST",
  State: "Active",
  LastUpdateStatus: "Successful",
  RevisionId: "r1",
  Architectures: ["arm64"],
  PackageType: "Zip",
};

export const mapping = {
  UUID: "11111111-2222-3333-4444-555555555555",
  FunctionArn: functionArn,
  EventSourceArn: queueArn,
  State: "Enabled",
  BatchSize: 5,
  ScalingConfig: { MaximumConcurrency: 4 },
  LastModified: 1_795_000_000,
};

const topicArn = `arn:aws:sns:us-east-1:${account}:news`;
const rule = {
  Name: "nightly",
  Arn: `arn:aws:events:us-east-1:${account}:rule/nightly`,
  State: "ENABLED",
  ScheduleExpression: "cron(0 2 * * ? *)",
};

interface MetricQuery {
  Id: string;
  MetricStat: { Metric: { MetricName: string }; Period: number };
}

/** Results for GetMetricData: each metric has one datapoint of value 3, in the newest whole step. */
export const metricResults = ({ body }: { body: string }) => {
  const asked = JSON.parse(body) as { MetricDataQueries: MetricQuery[]; EndTime: number };
  return asked.MetricDataQueries.map(({ Id, MetricStat: { Period } }) => ({
    Id,
    Label: Id,
    Timestamps: [Math.floor((asked.EndTime - 1) / Period) * Period],
    Values: [3],
    StatusCode: "Complete",
  }));
};

const xml = (body: string): Answer => ({ headers: { "content-type": "text/xml" }, body });

/** The services that push, each with one source that calls the function. */
const pushing: Record<string, Answer> = {
  "events.ListEventBuses": ok({ EventBuses: [{ Name: "default" }] }),
  "events.ListRuleNamesByTarget": ({ body }) =>
    ok({ RuleNames: body.includes(":live") ? [] : ["nightly"] }),
  "events.DescribeRule": ok(rule),
  "events.ListRules": ok({ Rules: [rule] }),
  "events.ListTargetsByRule": ok({ Targets: [{ Id: "t", Arn: functionArn, Input: "{}" }] }),
  "scheduler.ListSchedules": ok({
    Schedules: [{ Name: "hourly", GroupName: "default", Target: { Arn: functionArn } }],
  }),
  "scheduler.GetSchedule": ok({
    Arn: `arn:aws:scheduler:us-east-1:${account}:schedule/default/hourly`,
    Name: "hourly",
    GroupName: "default",
    State: "DISABLED",
    ScheduleExpression: "rate(1 hour)",
    ScheduleExpressionTimezone: "Europe/Rome",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 },
    Target: { Arn: functionArn, RoleArn: `arn:aws:iam::${account}:role/s` },
  }),
  "sns.ListSubscriptions": xml(
    `<ListSubscriptionsResponse><ListSubscriptionsResult><Subscriptions><member><TopicArn>${topicArn}</TopicArn><Protocol>lambda</Protocol><SubscriptionArn>${topicArn}:1</SubscriptionArn><Endpoint>${functionArn}:live</Endpoint></member></Subscriptions></ListSubscriptionsResult></ListSubscriptionsResponse>`,
  ),
  "sns.GetSubscriptionAttributes": xml(
    `<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes><entry><key>FilterPolicy</key><value>{"kind":["a"]}</value></entry></Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>`,
  ),
  "sns.ListTopics": xml(
    `<ListTopicsResponse><ListTopicsResult><Topics><member><TopicArn>${topicArn}</TopicArn></member></Topics></ListTopicsResult></ListTopicsResponse>`,
  ),
  "scheduler.ListScheduleGroups": ok({ ScheduleGroups: [{ Name: "default" }] }),
  "kinesis.ListStreams": ok({ StreamNames: [], StreamSummaries: [], HasMoreStreams: false }),
  "dynamodb.ListTables": ok({ TableNames: ["orders"] }),
  "dynamodb.DescribeTable": ok({ Table: { TableName: "orders" } }),
  "s3.ListBuckets": xml(
    "<ListAllMyBucketsResult><Buckets><Bucket><Name>uploads</Name></Bucket></Buckets></ListAllMyBucketsResult>",
  ),
  "s3.GetBucketNotificationConfiguration": xml(
    `<NotificationConfiguration><CloudFunctionConfiguration><Id>resize</Id><CloudFunction>${functionArn}</CloudFunction><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>img/</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration></NotificationConfiguration>`,
  ),
  "apigatewayv2.GetApis": ok({
    items: [{ apiId: "h1", name: "shop", protocolType: "HTTP", apiEndpoint: "https://h1.example" }],
  }),
  "apigatewayv2.GetIntegrations": ok({
    items: [
      { integrationId: "i", integrationUri: functionArn, payloadFormatVersion: "2.0" },
      { integrationId: "other", integrationUri: "https://elsewhere.example" },
    ],
  }),
  "apigatewayv2.GetRoutes": ok({
    items: [
      { routeId: "r", routeKey: "GET /orders/{id}", target: "integrations/i" },
      { routeId: "o", routeKey: "GET /other", target: "integrations/other" },
    ],
  }),
  "apigatewayv2.GetStages": ok({ items: [{ stageName: "$default" }] }),
  "apigateway.GetRestApis": ok({ item: [{ id: "rest1", name: "old" }] }),
  "apigateway.GetResources": ok({
    item: [
      {
        id: "res",
        path: "/orders",
        resourceMethods: {
          POST: {
            methodIntegration: {
              type: "AWS_PROXY",
              uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}:\${stageVariables.alias}/invocations`,
            },
          },
        },
      },
    ],
  }),
  "apigateway.GetStages": ok({ item: [{ stageName: "prod", variables: { alias: "live" } }] }),
};
/** What a complete implementation answers; tests replace or take away what they are about. */
export const world: Record<string, Answer> = {
  ...pushing,
  "lambda.ListFunctions": ok({ Functions: [configuration] }),
  "lambda.GetFunction": ok({
    Configuration: configuration,
    Code: { RepositoryType: "S3" },
    Tags: { team: "a" },
    Concurrency: { ReservedConcurrentExecutions: 9 },
  }),
  "lambda.GetFunctionConfiguration": ok(configuration),
  "lambda.GetFunctionConcurrency": ok({ ReservedConcurrentExecutions: 9 }),
  "lambda.GetAccountSettings": ok({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 991 },
  }),
  "lambda.ListProvisionedConcurrencyConfigs": ok({ ProvisionedConcurrencyConfigs: [] }),
  "lambda.GetFunctionEventInvokeConfig": ok({ MaximumRetryAttempts: 1 }),
  "lambda.ListFunctionEventInvokeConfigs": ok({ FunctionEventInvokeConfigs: [] }),
  "lambda.ListEventSourceMappings": ok({ EventSourceMappings: [mapping] }),
  "lambda.ListFunctionUrlConfigs": ok({ FunctionUrlConfigs: [] }),
  "lambda.GetPolicy": ok({
    Policy: JSON.stringify({
      Statement: [
        { Sid: "s", Principal: { Service: "sns.amazonaws.com" }, Action: "lambda:InvokeFunction" },
      ],
    }),
  }),
  "lambda.ListVersionsByFunction": ok({ Versions: [configuration] }),
  "lambda.ListAliases": ok({ Aliases: [{ Name: "live", FunctionVersion: "1" }] }),
  "cloudwatch.GetMetricData": (call) => ok({ MetricDataResults: metricResults(call) }),
  "cloudwatch.ListMetrics": ok({ Metrics: [] }),
  "cloudwatch.DescribeAlarms": ok({
    MetricAlarms: [
      {
        AlarmName: "late",
        Namespace: "AWS/Lambda",
        MetricName: "Duration",
        Dimensions: [{ Name: "FunctionName", Value: functionName }],
        ExtendedStatistic: "p99",
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: 500,
        ComparisonOperator: "GreaterThanThreshold",
        StateValue: "ALARM",
        StateReason: "too slow",
      },
    ],
    CompositeAlarms: [],
  }),
  "cloudwatch.DescribeAlarmHistory": ok({
    AlarmHistoryItems: [
      { AlarmName: "late", Timestamp: 1, HistoryItemType: "StateUpdate", HistorySummary: "late" },
    ],
  }),
  "logs.DescribeLogGroups": ok({
    logGroups: [
      {
        logGroupName: `/aws/lambda/${functionName}`,
        logGroupArn: `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/${functionName}`,
        retentionInDays: 7,
      },
    ],
  }),
  "logs.FilterLogEvents": ok({
    events: [{ eventId: "1", timestamp: 1_000, logStreamName: "s", message: "hello" }],
  }),
  "logs.GetLogEvents": ok({ events: [{ timestamp: 1_000, message: "hello" }] }),
  "logs.GetLogGroupFields": ok({ logGroupFields: [{ name: "@message", percent: 100 }] }),
  "logs.DescribeQueryDefinitions": ok({ queryDefinitions: [] }),
  "logs.GetLogRecord": ok({ logRecord: { "@message": "hello" } }),
  "logs.StartQuery": ok({ queryId: "q1" }),
  "logs.GetQueryResults": ok({
    status: "Complete",
    results: [[{ field: "@message", value: "hello" }]],
    statistics: { bytesScanned: 2_048, recordsScanned: 1, recordsMatched: 1 },
  }),
  "schemas.DescribeSchema": ok({
    Content: JSON.stringify({ openapi: "3.0.0", components: { examples: {} } }),
    SchemaVersion: "1",
  }),
  "sqs.ListQueues": ok({ QueueUrls: [`http://sqs.example/${account}/work`] }),
  "sqs.GetQueueUrl": ok({ QueueUrl: `http://sqs.example/${account}/work` }),
  "sqs.GetQueueAttributes": ok({
    Attributes: {
      QueueArn: queueArn,
      ApproximateNumberOfMessages: "2",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "0",
      VisibilityTimeout: "45",
    },
  }),
  "sts.GetCallerIdentity": {
    headers: { "content-type": "text/xml" },
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ann</Arn><UserId>U</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  },
  "iam.ListRoles": {
    headers: { "content-type": "text/xml" },
    body: `<ListRolesResponse><ListRolesResult><IsTruncated>false</IsTruncated><Roles><member><RoleName>r</RoleName><Arn>arn:aws:iam::${account}:role/r</Arn><AssumeRolePolicyDocument>%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D</AssumeRolePolicyDocument></member></Roles></ListRolesResult></ListRolesResponse>`,
  },
};

/** The world without some operations. */
export function without(...operations: string[]): Record<string, Answer> {
  return Object.fromEntries(Object.entries(world).filter(([name]) => !operations.includes(name)));
}
