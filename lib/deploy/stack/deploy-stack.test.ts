import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DeployCloud, startDeployCloud } from "@/tests/start-deploy-cloud";
import { readStack } from "../read-stack";
import type { Cloud } from "./cloud";
import { deployStack, planStack } from "./deploy-stack";
import type { StackReport } from "./report";

let started: DeployCloud;
let engine: DeployCloud["engine"];
let cloud: Cloud;
let root: string;
let folder: string;
let count = 0;

beforeAll(async () => {
  started = await startDeployCloud();
  ({ engine, cloud, folder: root } = started);
});
afterAll(() => started.stop());
beforeEach(() => {
  folder = join(root, `stack-${++count}`);
});

function write(path: string, content: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** `action logicalId` of every change, in order. */
const shown = ({ changes }: StackReport) =>
  changes.map(({ action, logicalId }) => `${action} ${logicalId}`);

const samTemplate = `
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
Mappings:
  Sizes: { dev: { memory: 256 }, prod: { memory: 1024 } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Globals:
  Function:
    Runtime: nodejs20.x
    Timeout: 7
    Environment: { Variables: { STAGE: !Ref Stage } }
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 }
  Dead: { Type: AWS::SQS::Queue }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      MemorySize: !FindInMap [Sizes, !Ref Stage, memory]
      ReservedConcurrentExecutions: !If [IsProd, 50, 5]
      AutoPublishAlias: live
      Environment:
        Variables:
          QUEUE_URL: !Ref Jobs
          WHERE: !Sub "\${AWS::StackName}/\${Dead.QueueName}/\${!Literal}"
          TOPIC: !Ref News
          POOL: !Sub "https://\${Pool}.example"
      Policies: [AWSLambdaBasicExecutionRole]
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Dead.Arn } }
      Events:
        FromQueue:
          Type: SQS
          Properties: { Queue: !GetAtt Jobs.Arn, BatchSize: 5, FunctionResponseTypes: [ReportBatchItemFailures] }
        Web:
          Type: Api
          Properties: { Path: /x, Method: get }
  OnlyProd:
    Type: AWS::SQS::Queue
    Condition: IsProd
  News: { Type: AWS::SNS::Topic }
  Pool: { Type: AWS::Cognito::UserPool }
Outputs:
  Name: { Value: !Ref Worker }
  Url: { Value: !Sub "https://\${Pool}" }
`;

test("a SAM template becomes functions with everything around them, and a second time changes nothing", async () => {
  write("src/app.js", "exports.handler = async () => process.env;\n");
  const file = write("template.yaml", samTemplate);
  const stack = `stack-${count}`;
  const read = (parameters = {}) => readStack(file, cloud, { parameters });
  const plan = await planStack(read(), cloud);
  const made = await deployStack(read(), cloud);
  expect(shown(plan)).toEqual(shown(made));
  expect(shown(made)).toEqual([
    "create Dead",
    "create Jobs",
    "create News",
    "create ServerlessRestApi",
    "skip Pool",
    "create Worker",
    "create WorkerVersion",
    "create WorkerAliaslive",
    "create WorkerEventInvokeConfig",
    "create WorkerWebPermissionProd",
    "create WorkerFromQueue",
    "create ServerlessRestApiDeployment",
    "create ServerlessRestApiProdStage",
  ]);
  const name = `${stack}-Worker`;
  const { lambda, sqs } = engine.clients;
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Qualifier: "live" }),
  );
  const queueUrl = `${engine.endpoint}/000000000000/${stack}-Jobs`;
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
    STAGE: "dev",
    QUEUE_URL: queueUrl,
    WHERE: `${stack}/${stack}-Dead/\${Literal}`,
    TOPIC: `arn:aws:sns:us-east-1:000000000000:${stack}-News`,
  });
  expect(await lambda.send(new GetFunctionCommand({ FunctionName: name }))).toMatchObject({
    Configuration: { MemorySize: 256, Timeout: 7, Runtime: "nodejs20.x", Handler: "app.handler" },
    Tags: { "lambdeck:source": join(folder, "src") },
  });
  expect(
    await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
  ).toMatchObject({ ReservedConcurrentExecutions: 5 });
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({}));
  expect(mappings.EventSourceMappings).toMatchObject([
    { BatchSize: 5, FunctionArn: expect.stringMatching(/:live$/) },
  ]);
  expect(
    await lambda.send(
      new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: "live" }),
    ),
  ).toMatchObject({ MaximumRetryAttempts: 1 });
  const attributes = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
  );
  expect(attributes.Attributes).toMatchObject({ VisibilityTimeout: "60" });
  expect(made.outputs).toEqual({ Name: name });
  expect(made.notes.join("\n")).toContain("Worker.Policies: permissions are not checked here.");
  expect(made.notes.join("\n")).toContain("the variable POOL is not set");

  const again = await deployStack(read(), cloud);
  expect(shown(again).filter((change) => !/^(keep|skip)/.test(change))).toEqual([]);

  write("src/app.js", "exports.handler = async () => 2;\n");
  const changed = await deployStack(read({ Stage: "prod" }), cloud);
  expect(shown(changed).filter((change) => !/^(keep|skip)/.test(change))).toEqual([
    "create OnlyProd",
    "update Worker",
    "create WorkerVersion",
    "update WorkerAliaslive",
  ]);
  expect(changed.changes.find(({ logicalId }) => logicalId === "Worker")?.changes).toEqual([
    "code",
    "memory",
    "environment",
    "ReservedConcurrentExecutions",
  ]);
  const aliases = await lambda.send(new ListAliasesCommand({ FunctionName: name }));
  expect(aliases.Aliases).toMatchObject([{ Name: "live", FunctionVersion: "2" }]);
});

test("buckets, tables and layers of a template are made where the endpoint has them, with what listens to them", async () => {
  write("src/app.py", "def handler(event, context):\n    import shared\n    return shared.word\n");
  write("layer/python/shared.py", 'word = "from the layer"\n');
  const file = write(
    "template.yaml",
    `
Transform: AWS::Serverless-2016-10-31
Resources:
  Uploads: { Type: AWS::S3::Bucket, Properties: { BucketName: uploads-of-a-test } }
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  Shared: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer, CompatibleRuntimes: [python3.11] } }
  Reader:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: python3.11
      Layers: [!Ref Shared]
      Events:
        Upload: { Type: S3, Properties: { Bucket: !Ref Uploads, Events: "s3:ObjectCreated:*", Filter: { S3Key: { Rules: [{ Name: suffix, Value: .jpg }] } } } }
        Order: { Type: DynamoDB, Properties: { Stream: !GetAtt Orders.StreamArn, StartingPosition: LATEST } }
        Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
`,
  );
  const deploy = () => deployStack(readStack(file, cloud), cloud);
  const first = await deploy();
  expect(first.changes.filter(({ action }) => action === "fail")).toEqual([]);
  expect(shown(first)).toEqual(
    expect.arrayContaining(["create Uploads", "create Shared", "create Reader"]),
  );
  const { Payload } = await engine.clients.lambda.send(
    new InvokeCommand({ FunctionName: `stack-${count}-Reader` }),
  );
  expect(Buffer.from(Payload ?? []).toString()).toBe('"from the layer"');
  const again = await deploy();
  expect(shown(again).filter((change) => !/^(keep|skip)/.test(change))).toEqual([]);
}, 60_000);
