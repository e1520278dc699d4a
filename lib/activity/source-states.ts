import type { CloudService } from "@/lib/model/change";
import type { Rule, StateLeft, Values } from "./state-left";

/** What the calls leave that set up what a function is called by, at the services where that is. */

const at = (
  service: CloudService,
  command: string,
  input: Values,
  expected: Values,
  find?: StateLeft["find"],
): StateLeft => ({ read: { service, command, input }, expected, ...(find && { find }) });

const some = (values: Values, ...names: string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

const given = (values: Values, ...names: string[]): Values =>
  some(values, ...names.filter((name) => values[name] !== undefined));

const objectAt = (values: Values, name: string): Values => {
  const value = values[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
};

const rule = (input: Values, expected: Values) =>
  at("events", "DescribeRule", some(input, "Name", "EventBusName"), expected);

const target = (input: Values, id: unknown, expected: Values) =>
  at(
    "events",
    "ListTargetsByRule",
    some(input, "Rule", "EventBusName"),
    expected,
    ({ Targets }) => listed(Targets).find(({ Id }) => Id === id) ?? {},
  );

const schedule = (input: Values, expected: Values) =>
  at("scheduler", "GetSchedule", some(input, "Name", "GroupName"), expected);

/** Its times are compared by AWS's clock and ours in different forms, so they are left out. */
const setSchedule: Rule = (input) =>
  schedule(
    input,
    some(
      input,
      "Name",
      "ScheduleExpression",
      "ScheduleExpressionTimezone",
      "State",
      "Target",
      "FlexibleTimeWindow",
      "Description",
    ),
  );

const subscription = (arn: unknown, expected: Values) =>
  at("sns", "GetSubscriptionAttributes", { SubscriptionArn: arn }, expected, (state) =>
    objectAt(state, "Attributes"),
  );

const topic = (arn: unknown, expected: Values) =>
  at("sns", "GetTopicAttributes", { TopicArn: arn }, expected, (state) =>
    objectAt(state, "Attributes"),
  );

const bucket = (input: Values, exists: true | undefined) =>
  at("s3", "HeadBucket", some(input, "Bucket"), { exists }, () => ({ exists: true }));

/** S3 writes the names of filter rules in capitals of its own. */
function notifications(configuration: Values): Values {
  const text = JSON.stringify(
    some(
      configuration,
      "LambdaFunctionConfigurations",
      "QueueConfigurations",
      "TopicConfigurations",
      "EventBridgeConfiguration",
    ),
  );
  return JSON.parse(
    text.replaceAll(/"Name":"(prefix|suffix)"/gi, (found) =>
      found.toLowerCase().replace("name", "Name"),
    ),
  ) as Values;
}

const url = (input: Values, expected: Values) =>
  at("lambda", "GetFunctionUrlConfig", some(input, "FunctionName", "Qualifier"), expected);
const setUrl: Rule = (input) => url(input, some(input, "AuthType", "InvokeMode", "Cors"));

const httpApi = (command: string, input: Values, expected: Values) =>
  at("apigatewayv2", command, input, expected);
const restApi = (command: string, input: Values, expected: Values, find?: StateLeft["find"]) =>
  at("apigateway", command, input, expected, find);

const method = (input: Values, expected: Values, find?: StateLeft["find"]) =>
  restApi("GetMethod", some(input, "restApiId", "resourceId", "httpMethod"), expected, find);

/** What a method answers with one status, or what it makes of such an answer of its integration. */
const response = (input: Values, ofIntegration: boolean, expected: Values) =>
  method(input, expected, (state) => {
    const all = ofIntegration
      ? objectAt(objectAt(state, "methodIntegration"), "integrationResponses")
      : objectAt(state, "methodResponses");
    return objectAt(all, String(input.statusCode));
  });

const stage = (input: Values, expected: Values) =>
  restApi("GetStage", some(input, "restApiId", "stageName"), expected);

export const sourceRules: Record<string, Rule> = {
  "events:PutRule": (input) =>
    rule(input, some(input, "Name", "EventPattern", "ScheduleExpression", "State", "Description")),
  "events:DeleteRule": (input) => rule(input, { Name: undefined }),
  "events:EnableRule": (input) => rule(input, { State: "ENABLED" }),
  "events:DisableRule": (input) => rule(input, { State: "DISABLED" }),
  "events:PutTargets": (input) => {
    const [put = {}] = listed(input.Targets);
    return target(input, put.Id, put);
  },
  "events:RemoveTargets": (input) =>
    target(input, Array.isArray(input.Ids) ? input.Ids[0] : undefined, { Id: undefined }),
  "scheduler:CreateSchedule": setSchedule,
  "scheduler:UpdateSchedule": setSchedule,
  "scheduler:DeleteSchedule": (input) => schedule(input, { Name: undefined }),
  "sns:Subscribe": (input, answer) =>
    answer.SubscriptionArn === undefined
      ? undefined
      : subscription(answer.SubscriptionArn, objectAt(input, "Attributes")),
  "sns:Unsubscribe": (input) => subscription(input.SubscriptionArn, { SubscriptionArn: undefined }),
  "sns:SetSubscriptionAttributes": (input) =>
    subscription(input.SubscriptionArn, { [String(input.AttributeName)]: input.AttributeValue }),
  // With subscriptions it is somebody else's topic too.
  "sns:CreateTopic": (_, { TopicArn }) =>
    TopicArn === undefined ? undefined : topic(TopicArn, { TopicArn, SubscriptionsConfirmed: "0" }),
  "sns:DeleteTopic": (input) => topic(input.TopicArn, { TopicArn: undefined }),
  "s3:CreateBucket": (input) => bucket(input, true),
  "s3:DeleteBucket": (input) => bucket(input, undefined),
  "s3:PutBucketNotificationConfiguration": (input) =>
    at(
      "s3",
      "GetBucketNotificationConfiguration",
      some(input, "Bucket"),
      notifications(objectAt(input, "NotificationConfiguration")),
      notifications,
    ),
  "lambda:CreateFunctionUrlConfig": setUrl,
  "lambda:UpdateFunctionUrlConfig": setUrl,
  "lambda:DeleteFunctionUrlConfig": (input) => url(input, { FunctionUrl: undefined }),
  "apigatewayv2:CreateApi": (_, { ApiId }) =>
    ApiId === undefined ? undefined : httpApi("GetApi", { ApiId }, { ApiId }),
  "apigatewayv2:DeleteApi": (input) =>
    httpApi("GetApi", some(input, "ApiId"), { ApiId: undefined }),
  "apigatewayv2:CreateIntegration": ({ ApiId, IntegrationUri }, { IntegrationId }) =>
    IntegrationId === undefined
      ? undefined
      : httpApi("GetIntegration", { ApiId, IntegrationId }, { IntegrationUri }),
  "apigatewayv2:UpdateIntegration": (input) =>
    httpApi(
      "GetIntegration",
      some(input, "ApiId", "IntegrationId"),
      given(input, "IntegrationUri", "PayloadFormatVersion"),
    ),
  "apigatewayv2:DeleteIntegration": (input) =>
    httpApi("GetIntegration", some(input, "ApiId", "IntegrationId"), { IntegrationId: undefined }),
  "apigatewayv2:CreateRoute": ({ ApiId, RouteKey, Target }, { RouteId }) =>
    RouteId === undefined
      ? undefined
      : httpApi("GetRoute", { ApiId, RouteId }, { RouteKey, Target }),
  "apigatewayv2:UpdateRoute": (input) =>
    httpApi("GetRoute", some(input, "ApiId", "RouteId"), some(input, "RouteKey")),
  "apigatewayv2:DeleteRoute": (input) =>
    httpApi("GetRoute", some(input, "ApiId", "RouteId"), { RouteId: undefined }),
  "apigatewayv2:CreateRouteResponse": ({ ApiId, RouteId }, { RouteResponseId }) =>
    RouteResponseId === undefined
      ? undefined
      : httpApi("GetRouteResponse", { ApiId, RouteId, RouteResponseId }, { RouteResponseId }),
  "apigatewayv2:DeleteRouteResponse": (input) =>
    httpApi("GetRouteResponse", some(input, "ApiId", "RouteId", "RouteResponseId"), {
      RouteResponseId: undefined,
    }),
  "apigatewayv2:CreateStage": (input) =>
    httpApi("GetStage", some(input, "ApiId", "StageName"), some(input, "StageName")),
  "apigatewayv2:DeleteStage": (input) =>
    httpApi("GetStage", some(input, "ApiId", "StageName"), { StageName: undefined }),
  "apigatewayv2:CreateDeployment": (input, { DeploymentId }) =>
    httpApi("GetStage", some(input, "ApiId", "StageName"), { DeploymentId }),
  "apigatewayv2:UpdateStage": (input) =>
    httpApi("GetStage", some(input, "ApiId", "StageName"), some(input, "DeploymentId")),
  "apigateway:CreateRestApi": (_, { id }) =>
    id === undefined ? undefined : restApi("GetRestApi", { restApiId: id }, { id }),
  "apigateway:DeleteRestApi": (input) =>
    restApi("GetRestApi", some(input, "restApiId"), { id: undefined }),
  "apigateway:CreateResource": ({ restApiId }, { id }) =>
    id === undefined ? undefined : restApi("GetResource", { restApiId, resourceId: id }, { id }),
  "apigateway:DeleteResource": (input) =>
    restApi("GetResource", some(input, "restApiId", "resourceId"), { id: undefined }),
  "apigateway:PutMethod": (input) => method(input, some(input, "authorizationType")),
  "apigateway:DeleteMethod": (input) => method(input, { httpMethod: undefined }),
  "apigateway:PutMethodResponse": (input) => response(input, false, some(input, "statusCode")),
  "apigateway:DeleteMethodResponse": (input) => response(input, false, { statusCode: undefined }),
  "apigateway:PutIntegrationResponse": (input) => response(input, true, some(input, "statusCode")),
  "apigateway:DeleteIntegrationResponse": (input) =>
    response(input, true, { statusCode: undefined }),
  "apigateway:CreateDeployment": (input, { id }) => stage(input, { deploymentId: id }),
  "apigateway:UpdateStage": (input) => {
    const [patch = {}] = listed(input.patchOperations);
    return stage(input, { deploymentId: patch.value });
  },
  "apigateway:CreateStage": (input) => stage(input, some(input, "deploymentId")),
  "apigateway:DeleteStage": (input) => stage(input, { stageName: undefined }),
  "apigateway:PutIntegration": (input) =>
    method(input, some(input, "uri"), (state) => objectAt(state, "methodIntegration")),
  "apigateway:DeleteIntegration": (input) =>
    method(input, { uri: undefined }, (state) => objectAt(state, "methodIntegration")),
};

function listed(value: unknown): Values[] {
  return Array.isArray(value) ? (value as Values[]) : [];
}
