import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { DescribeActivityCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { PublishCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type DeployCloud, startDeployCloud } from "@/tests/start-deploy-cloud";
import { readStack } from "../read-stack";
import type { Cloud } from "./cloud";
import { deployStack, planStack } from "./deploy-stack";

let started: DeployCloud;
let engine: DeployCloud["engine"];
let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  started = await startDeployCloud();
  ({ engine, cloud, folder } = started);
});
afterAll(() => started.stop());

const template = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Shared: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shop/name }
  Tones: { Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /shop/tones }
Resources:
  ShopName: { Type: AWS::SSM::Parameter, Properties: { Name: /shop/name, Type: String, Value: Corner } }
  Loudness: { Type: AWS::SSM::Parameter, Properties: { Name: /shop/tones, Type: StringList, Value: "loud,shrill" } }
  Named: { Type: AWS::SNS::Topic, Properties: { TopicName: "{{resolve:ssm:/shop/name}}-news" } }
  Password:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: shop/password
      GenerateSecretString: { SecretStringTemplate: '{"user":"ada"}', GenerateStringKey: password, PasswordLength: 20, ExcludePunctuation: true }
  News:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: News, Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Inbox.Arn }] }
  Inbox: { Type: AWS::SQS::Queue }
  InboxPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Inbox]
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: !GetAtt Inbox.Arn, Condition: { ArnEquals: { "aws:SourceArn": !Ref News } } }] }
  Clicks: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: "1", RetentionPeriodHours: 48 } }
  Reader: { Type: AWS::Kinesis::StreamConsumer, Properties: { ConsumerName: reader, StreamARN: !GetAtt Clicks.Arn } }
  Nightly: { Type: AWS::Scheduler::ScheduleGroup, Properties: { Name: nightly } }
  Listener:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      InlineCode: |
        exports.handler = async (event) => {
          const [record = {}] = event.Records ?? [];
          console.log("heard", record.Sns?.Message ?? record.body ?? (record.kinesis && atob(record.kinesis.data)) ?? event.word ?? "");
          return process.env;
        };
      Environment:
        Variables:
          NAME: "{{resolve:ssm:/shop/name}}"
          SHARED: !Ref Shared
          USER_NAME: !Sub "{{resolve:secretsmanager:\${Password}:SecretString:user}}"
          GONE: "{{resolve:ssm:/gone}}"
          READER: !GetAtt Reader.ConsumerARN
      Events:
        Loud: { Type: SNS, Properties: { Topic: !Ref News, FilterPolicy: { tone: !Ref Tones } } }
        Queued: { Type: SNS, Properties: { Topic: !Ref News, SqsSubscription: true, FilterPolicy: { tone: [quiet] }, FilterPolicyScope: MessageAttributes } }
        Clicked: { Type: Kinesis, Properties: { Stream: !GetAtt Clicks.Arn, StartingPosition: TRIM_HORIZON, BatchSize: 5 } }
        Often: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 minute), ScheduleExpressionTimezone: Europe/Rome, GroupName: nightly, Input: '{"word":"tick"}', DeadLetterConfig: { Arn: !GetAtt Inbox.Arn } } }
        Skipped: { Type: MSK, Properties: {} }
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: { Fn: !GetAtt Listener.Arn }
      Policies: [{ LambdaInvokePolicy: { FunctionName: !Ref Listener } }]
      Events: { Weekly: { Type: Schedule, Properties: { Schedule: rate(7 days) } } }
  Plain:
    Type: AWS::StepFunctions::StateMachine
    Properties: { RoleArn: !GetAtt Role.Arn, Definition: { StartAt: Done, States: { Done: { Type: Pass, End: true } } } }
  Work: { Type: AWS::StepFunctions::Activity, Properties: { Name: work } }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
Outputs:
  Topic: { Value: !Ref News }
  Named: { Value: !GetAtt Named.TopicName }
  Flow: { Value: !GetAtt Flow.Arn }
  Work: { Value: !Ref Work }
`;

async function heard(word: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { events = [] } = await engine.clients.logs.send(
        new FilterLogEventsCommand({
          logGroupName: "/aws/lambda/shop-Listener",
          filterPattern: `"heard ${word}"`,
        }),
      );
      expect(events.length).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 100 },
  );
}

test("topics, streams, schedules, parameters, secrets and state machines reach the functions of a template", async () => {
  mkdirSync(join(folder, "shop"));
  writeFileSync(
    join(folder, "shop", "flow.asl.json"),
    JSON.stringify({
      StartAt: "Call",
      States: {
        Call: { Type: "Task", Resource: "${Fn}", Parameters: { word: "flow" }, End: true },
      },
    }),
  );
  const file = join(folder, "shop", "template.yaml");
  writeFileSync(file, template);
  const deploy = () => deployStack(readStack(file, cloud), cloud);
  const plan = await planStack(readStack(file, cloud), cloud);
  const report = await deploy();
  expect(
    report.changes
      .filter(({ action }) => action === "fail" || action === "skip")
      .map(({ logicalId, reason }) => `${logicalId}: ${reason}`),
  ).toEqual([
    "Role: permissions are not checked here; what refers to it gets its ARN",
    "ListenerSkipped: there is no Kafka here",
  ]);
  expect(plan.changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(
    report.changes.map(({ action, logicalId }) => `${action} ${logicalId}`),
  );
  expect(report.notes.join("\n")).toContain(
    "Listener: the variable GONE is not set, since {{resolve:ssm:/gone}} leads to nothing.",
  );
  expect(report.outputs.Named).toBe("Corner-news");
  const again = await deploy();
  expect(again.changes.filter(({ action }) => !/keep|skip/.test(action))).toEqual([]);

  const { lambda, secrets, sns, kinesis, sfn } = engine.clients;
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "shop-Listener" }));
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
    NAME: "Corner",
    SHARED: "Corner",
    USER_NAME: "ada",
    READER: expect.stringMatching(/stream\/shop-Clicks\/consumer\/reader:\d+$/),
  });
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({ SecretId: "shop/password" }),
  );
  expect(JSON.parse(SecretString ?? "")).toEqual({
    user: "ada",
    password: expect.stringMatching(/^[A-Za-z0-9]{20}$/),
  });
  const say = (Message: string, tone: string) =>
    sns.send(
      new PublishCommand({
        TopicArn: report.outputs.Topic,
        Message,
        MessageAttributes: { tone: { DataType: "String", StringValue: tone } },
      }),
    );
  await say("thunder", "loud");
  await say("whisper", "quiet");
  await kinesis.send(
    new PutRecordCommand({
      StreamName: "shop-Clicks",
      PartitionKey: "one",
      Data: Buffer.from("click"),
    }),
  );
  await sfn.send(new StartExecutionCommand({ stateMachineArn: report.outputs.Flow }));
  const activity = new DescribeActivityCommand({ activityArn: report.outputs.Work });
  expect((await sfn.send(activity)).name).toBe("work");
  for (const word of ["thunder", "click", "flow", "tick"]) await heard(word);
  // Through the queue it comes in the topic's envelope.
  await heard("{");
}, 60_000);

test("what a template changes is changed, and only that", async () => {
  const file = join(folder, "shop", "template.yaml");
  writeFileSync(
    file,
    template
      .replace("Value: Corner", "Value: Market")
      .replace("tone: !Ref Tones", "tone: [loud]")
      .replace("RetentionPeriodHours: 48", "RetentionPeriodHours: 24")
      .replace("DisplayName: News", "DisplayName: Newer")
      .replace("rate(1 minute)", "rate(2 minutes)")
      .replace("Type: Pass", "Type: Succeed")
      .replace(", End: true } } } }", " } } } }"),
  );
  const { changes } = await deployStack(readStack(file, cloud), cloud);
  expect(
    changes
      .filter(({ action }) => !/keep|skip/.test(action))
      .map(({ logicalId, action, changes: what }) => `${action} ${logicalId}: ${what?.join()}`)
      .sort(),
  ).toEqual([
    "create Named: undefined",
    "update Clicks: RetentionPeriodHours",
    "update Listener: environment",
    "update ListenerLoud: FilterPolicy",
    "update ListenerOften: ScheduleExpression",
    "update News: DisplayName",
    "update Plain: definition",
    "update ShopName: Value",
  ]);
}, 60_000);
