import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCode } from "../stack/read-code";
import { asValues } from "../stack/template";
import { readServerless } from "./read-serverless";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "serverless-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  return join(folder, path);
}

function read(text: string, options: Record<string, string> = {}) {
  return readServerless(write("serverless.yml", text), {
    options,
    env: { WHO: "Ada" },
    region: "us-east-1",
    accountId: "000000000000",
  });
}

test("functions, events, layers and resources become a template, with variables carried out", () => {
  write("limits.yml", "dev: { memory: 256 }\nprod: { memory: 512 }\n");
  const template = read(
    `
service: shop
provider:
  name: aws
  runtime: nodejs20.x
  stage: \${opt:stage, 'dev'}
  region: eu-west-1
  memorySize: \${file(./limits.yml):\${sls:stage}.memory}
  environment:
    WHO: \${env:WHO}
    TABLE: \${self:custom.table.\${self:provider.stage}, "none, really"}
    KEEP: !Sub "\${AWS::Region}-\${JobsQueue.QueueName}"
custom:
  table: { prod: "orders-\${self:service}" }
plugins: [serverless-offline]
functions:
  create-order:
    handler: src/create.handler
    timeout: 3
    reservedConcurrency: 2
    layers: [{ Ref: CommonLambdaLayer }]
    onError: !GetAtt JobsQueue.Arn
    url: { cors: true }
    destinations: { onFailure: audit }
    events:
      - sqs: { arn: !GetAtt JobsQueue.Arn, batchSize: 5, functionResponseType: ReportBatchItemFailures }
      - schedule: rate(5 minutes)
      - s3: { bucket: uploads-x, event: "s3:ObjectCreated:*", rules: [{ suffix: .jpg }] }
      - http: { path: x, method: get, cors: true }
      - httpApi: GET /y
      - websocket: $connect
      - sns: { topicName: news, filterPolicy: { tone: [loud] } }
      - schedule: { rate: cron(0 8 * * ? *), method: scheduler, timezone: Europe/Rome }
      - alb: { listenerArn: x, priority: 1 }
  audit: { handler: src/audit.handler, provisionedConcurrency: 1 }
layers:
  common: { path: layer }
resources:
  Resources:
    JobsQueue: { Type: AWS::SQS::Queue }
`,
    { stage: "prod" },
  );
  expect(template.stackName).toBe("shop-prod");
  expect(Object.keys(template.resources).sort()).toEqual(
    [
      "ApiGatewayRestApi",
      "ApiGatewayRestApiDeployment",
      "ApiGatewayRestApiprodStage",
      "AuditLambdaFunction",
      "AuditLambdaFunctionAliasprovisioned",
      "AuditLambdaFunctionVersion",
      "CommonLambdaLayer",
      "CreateDashorderLambdaFunction",
      "CreateDashorderLambdaFunctionEventInvokeConfig",
      "CreateDashorderLambdaFunctionAlb9",
      "CreateDashorderLambdaFunctionHttp4Permissionprod",
      "CreateDashorderLambdaFunctionHttpApi5Permission",
      "CreateDashorderLambdaFunctionPermissionWebsockets",
      "CreateDashorderLambdaFunctionSchedule8",
      "CreateDashorderLambdaFunctionSns7",
      "CreateDashorderLambdaFunctionSns7Permission",
      "CreateDashorderWebsocketsIntegration",
      "HttpApi",
      "HttpApiApiGatewayDefaultStage",
      "SNSTopicNews",
      "SconnectWebsocketsRoute",
      "WebsocketsApi",
      "WebsocketsDeployment",
      "WebsocketsDeploymentStage",
      "CreateDashorderLambdaFunctionS33",
      "CreateDashorderLambdaFunctionS33Permission",
      "CreateDashorderLambdaFunctionSchedule2",
      "CreateDashorderLambdaFunctionSchedule2Permission",
      "CreateDashorderLambdaFunctionSqs1",
      "CreateDashorderLambdaFunctionUrl",
      "CreateDashorderLambdaFunctionUrlPublicPermissions",
      "JobsQueue",
      "S3BucketUploadsDashx",
    ].sort(),
  );
  expect(template.resources.CreateDashorderLambdaFunction?.properties).toMatchObject({
    FunctionName: "shop-prod-create-order",
    Handler: "src/create.handler",
    Runtime: "nodejs20.x",
    MemorySize: 512,
    Timeout: 3,
    ReservedConcurrentExecutions: 2,
    DeadLetterConfig: { TargetArn: { "Fn::GetAtt": "JobsQueue.Arn" } },
    Environment: {
      Variables: {
        WHO: "Ada",
        TABLE: "orders-shop",
        KEEP: { "Fn::Sub": "${AWS::Region}-${JobsQueue.QueueName}" },
      },
    },
  });
  expect(template.resources.CreateDashorderLambdaFunctionSchedule8).toMatchObject({
    type: "AWS::Scheduler::Schedule",
    properties: { ScheduleExpressionTimezone: "Europe/Rome" },
  });
  expect(Object.keys(template.outputs)).toEqual([
    "ServiceEndpoint",
    "HttpApiUrl",
    "ServiceEndpointWebsocket",
  ]);
  expect(template.resources.AuditLambdaFunction?.properties).toMatchObject({ Timeout: 6 });
  expect(template.notes).toEqual([
    "The plugin serverless-offline is not run.",
    "provider.region is eu-west-1; this goes to us-east-1. --region chooses another.",
  ]);
});

test.each([
  ["${self:custom.missing}", "${self:custom.missing} has no value and no default"],
  ["${ssm:/path}", "${ssm:/path} has no value and no default"],
  ["${self:custom.loop}", "leads back to itself"],
  ["${file(./code.js):x}", "${file(./code.js)} is a program, and those are not run"],
])("a variable that cannot be known is refused by its name: %s", (variable, message) => {
  write("code.js", "");
  expect(() =>
    read(`service: x\nprovider: { name: aws }\ncustom: { loop: "${variable}" }\n`),
  ).toThrow(message);
});

test("only what the patterns leave is packed, and no package of development", async () => {
  write("src/a.js", "exports.handler = 1");
  write("src/a.test.js", "");
  write("docs/x.md", "");
  write("node_modules/kept/index.js", "");
  write("node_modules/tool/index.js", "");
  write(
    "node_modules/.package-lock.json",
    JSON.stringify({ packages: { "node_modules/tool": { dev: true }, "node_modules/kept": {} } }),
  );
  const template = read(`
service: x
provider: { name: aws, runtime: nodejs20.x }
package: { patterns: ["!docs/**", "!**/*.{test,spec}.js"] }
functions: { a: { handler: src/a.handler } }
`);
  const { code } = await readCode({
    logicalId: "A",
    templateFolder: folder,
    code: template.resources.ALambdaFunction?.properties.Code,
    handler: "src/a.handler",
  });
  expect((code as { path: string }[]).map(({ path }) => path)).toEqual([
    "node_modules/.package-lock.json",
    "node_modules/kept/index.js",
    "src/a.js",
  ]);
});

test("private routes come with keys and plans, and request schemas become models", () => {
  const template = read(`
service: shop
provider:
  name: aws
  runtime: nodejs20.x
  apiGateway:
    apiKeys: [free: [one], paid: [{ name: two, value: abcdefghijklmnopqrstuvwxyz }]]
    usagePlan: [free: { quota: { limit: 10, offset: 0, period: DAY } }, paid: { throttle: { rateLimit: 5, burstLimit: 9 } }]
    request: { schemas: { pet: { name: Pet, schema: { type: object } } } }
functions:
  add:
    handler: src/a.handler
    events:
      - http: { path: pets, method: post, private: true, request: { schemas: { application/json: pet, text/xml: { type: string } } } }
      - http: { path: cats, method: post, request: { schemas: { application/json: { type: array } } } }
`);
  const { resources } = template;
  const body = asValues(resources.ApiGatewayRestApi?.properties.Body);
  const pets = asValues(asValues(asValues(body.paths)["/pets"]).post);
  expect(pets.security).toEqual([{ api_key: [] }]);
  expect(pets["x-amazon-apigateway-request-validator"]).toBe("body-and-params");
  expect(body.definitions).toEqual({ Pet: { type: "object" }, PostcatsModel: { type: "array" } });
  expect(resources.ApiGatewayUsagePlanFree?.properties).toMatchObject({
    Quota: { Limit: 10, Offset: 0, Period: "DAY" },
    UsagePlanName: "shop-free-dev",
  });
  expect(resources.ApiGatewayUsagePlanPaid?.properties).toMatchObject({
    Throttle: { RateLimit: 5, BurstLimit: 9 },
  });
  expect(resources.ApiGatewayApiKeyPaid1?.properties).toMatchObject({
    Enabled: true,
    Name: "two",
    Value: "abcdefghijklmnopqrstuvwxyz",
  });
  expect(resources.ApiGatewayUsagePlanKeyFree1?.properties).toMatchObject({
    KeyId: { Ref: "ApiGatewayApiKeyFree1" },
    UsagePlanId: { Ref: "ApiGatewayUsagePlanFree" },
  });
  expect(template.notes).toEqual([
    "http POST /pets: request.schemas.text/xml is not carried over.",
  ]);
});
