import type { ReceivedCall } from "@/lib/aws/testing/fake-cloud";

/** `lambda.ListFunctions`, `logs.FilterLogEvents` and so on: what a received call asks for. */
export function operationOf({ method, path, headers, body }: ReceivedCall): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", operation] = target.split(".");
    return `${targetServices[prefix] ?? prefix}.${operation}`;
  }
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  const version = /(?:^|&)Version=([\d-]+)/.exec(body)?.[1] ?? "";
  if (action) return `${queryServices[version] ?? "sts"}.${action}`;
  const [plain = "", query = ""] = path.split("?");
  if (query.startsWith("List=ALL")) return "lambda.ListProvisionedConcurrencyConfigs";
  const asked = `${method} ${plain}`;
  const inRegistry = schemaPaths.find(([, pattern]) => pattern.test(asked));
  if (inRegistry) return `schemas.${inRegistry[0]}`;
  const pushing = pushingPaths.find(([, pattern]) => pattern.test(`${method} ${path}`));
  if (pushing) return pushing[0];
  const found = lambdaPaths.find(([, pattern]) => pattern.test(asked));
  return found ? `lambda.${found[0]}` : asked;
}

const targetServices: Record<string, string> = {
  GraniteServiceVersion20100801: "cloudwatch",
  Logs_20140328: "logs",
  AmazonSQS: "sqs",
  AWSEvents: "events",
  Kinesis_20131202: "kinesis",
  DynamoDB_20120810: "dynamodb",
};

/** Services of the query protocol are told by their API version. */
const queryServices: Record<string, string> = {
  "2010-05-08": "iam",
  "2010-03-31": "sns",
};

const pushingPaths: readonly (readonly [operation: string, pattern: RegExp])[] = [
  ["scheduler.ListScheduleGroups", /^GET \/schedule-groups(\?|$)/],
  ["scheduler.ListSchedules", /^GET \/schedules(\?|$)/],
  ["scheduler.GetSchedule", /^GET \/schedules\/[^/]+$/],
  ["apigatewayv2.GetApis", /^GET \/v2\/apis(\?|$)/],
  ["apigatewayv2.GetIntegrations", /^GET \/v2\/apis\/[^/]+\/integrations(\?|$)/],
  ["apigatewayv2.GetRoutes", /^GET \/v2\/apis\/[^/]+\/routes(\?|$)/],
  ["apigatewayv2.GetStages", /^GET \/v2\/apis\/[^/]+\/stages(\?|$)/],
  ["apigateway.GetRestApis", /^GET \/restapis(\?|$)/],
  ["apigateway.GetResources", /^GET \/restapis\/[^/]+\/resources(\?|$)/],
  ["apigateway.GetStages", /^GET \/restapis\/[^/]+\/stages(\?|$)/],
  ["s3.ListBuckets", /^GET \/\?.*x-id=ListBuckets/],
  ["s3.GetBucketNotificationConfiguration", /^GET \/[^/?]+\/?\?.*notification/],
];

const schemaPaths: readonly (readonly [operation: string, pattern: RegExp])[] = [
  ["ListSchemaVersions", /^GET \/v1\/registries\/name\/[^/]+\/schemas\/name\/[^/]+\/versions$/],
  ["DescribeSchema", /^GET \/v1\/registries\/name\/[^/]+\/schemas\/name\/[^/]+$/],
  ["DescribeRegistry", /^GET \/v1\/registries\/name\/[^/]+$/],
];

// Lambda's paths, the longer ones first; an endpoint may have a path of its own in front.
const lambdaPaths: readonly (readonly [operation: string, pattern: RegExp])[] = [
  ["Invoke", /^POST .*\/functions\/[^/]+\/invocations$/],
  ["InvokeWithResponseStream", /^POST .*\/response-streaming-invocations$/],
  ["GetAccountSettings", /^GET .*\/account-settings$/],
  ["ListEventSourceMappings", /^GET .*\/event-source-mappings$/],
  ["GetEventSourceMapping", /^GET .*\/event-source-mappings\/[^/]+$/],
  ["CreateEventSourceMapping", /^POST .*\/event-source-mappings$/],
  ["UpdateEventSourceMapping", /^PUT .*\/event-source-mappings\/[^/]+$/],
  ["DeleteEventSourceMapping", /^DELETE .*\/event-source-mappings\/[^/]+$/],
  ["ListTags", /^GET .*\/tags\/[^/]+$/],
  ["TagResource", /^POST .*\/tags\/[^/]+$/],
  ["UntagResource", /^DELETE .*\/tags\/[^/]+$/],
  ["GetPolicy", /^GET .*\/policy$/],
  ["ListFunctionUrlConfigs", /^GET .*\/urls$/],
  ["ListVersionsByFunction", /^GET .*\/versions$/],
  ["PublishVersion", /^POST .*\/versions$/],
  ["ListAliases", /^GET .*\/aliases$/],
  ["CreateAlias", /^POST .*\/aliases$/],
  ["GetAlias", /^GET .*\/aliases\/[^/]+$/],
  ["UpdateAlias", /^PUT .*\/aliases\/[^/]+$/],
  ["DeleteAlias", /^DELETE .*\/aliases\/[^/]+$/],
  ["ListFunctionEventInvokeConfigs", /^GET .*\/event-invoke-config\/list$/],
  ["GetFunctionEventInvokeConfig", /^GET .*\/event-invoke-config$/],
  ["PutFunctionEventInvokeConfig", /^PUT .*\/event-invoke-config$/],
  ["GetProvisionedConcurrencyConfig", /^GET .*\/provisioned-concurrency$/],
  ["PutProvisionedConcurrencyConfig", /^PUT .*\/provisioned-concurrency$/],
  ["DeleteProvisionedConcurrencyConfig", /^DELETE .*\/provisioned-concurrency$/],
  ["PutFunctionConcurrency", /^PUT .*\/concurrency$/],
  ["GetFunctionConcurrency", /^GET .*\/concurrency$/],
  ["DeleteFunctionConcurrency", /^DELETE .*\/concurrency$/],
  ["GetFunctionConfiguration", /^GET .*\/functions\/[^/]+\/configuration$/],
  ["UpdateFunctionConfiguration", /^PUT .*\/functions\/[^/]+\/configuration$/],
  ["UpdateFunctionCode", /^PUT .*\/functions\/[^/]+\/code$/],
  ["GetFunction", /^GET .*\/functions\/[^/]+$/],
  ["DeleteFunction", /^DELETE .*\/functions\/[^/]+$/],
  ["ListFunctions", /^GET .*\/functions\/?$/],
  ["CreateFunction", /^POST .*\/functions\/?$/],
];
