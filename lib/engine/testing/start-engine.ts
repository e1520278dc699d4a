import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { IAMClient } from "@aws-sdk/client-iam";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SchemasClient } from "@aws-sdk/client-schemas";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../clock.ts";
import type { EngineSettings } from "../settings.ts";
import { startEngine as start } from "../start-engine.ts";

export interface EngineClients {
  apis: ApiGatewayV2Client;
  restApis: APIGatewayClient;
  lambda: LambdaClient;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
  events: EventBridgeClient;
  schemas: SchemasClient;
  dynamoDb: DynamoDBClient;
  dynamoDbStreams: DynamoDBStreamsClient;
  kinesis: KinesisClient;
  s3: S3Client;
  scheduler: SchedulerClient;
  secrets: SecretsManagerClient;
  sfn: SFNClient;
  sns: SNSClient;
  sqs: SQSClient;
  ssm: SSMClient;
  sts: STSClient;
  iam: IAMClient;
}

/** An engine in the test's own process, on a free port, with clients that do not retry. */
export async function startEngine(
  options: { clock?: Clock; homeDir?: string; settings?: Partial<EngineSettings> } = {},
) {
  const started = await start({
    ...options,
    // Tests of other things are not to wait for their share of the CPU, nor to pay for interpreters nobody asked for.
    settings: { cpuQuota: "off", spareInterpreters: 0, ...options.settings },
    version: "test",
  });
  const clients = clientsFor(started.endpoint);
  return {
    endpoint: started.endpoint,
    engine: started.engine,
    homeDir: started.homeDir,
    clients,
    /** Closes the engine and its clients; a home made for it is removed. */
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await started.stop();
    },
  };
}

export function clientsFor(endpoint: string, region = "us-east-1"): EngineClients {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    disableHostPrefix: true,
  };
  return {
    apis: new ApiGatewayV2Client(config),
    restApis: new APIGatewayClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    events: new EventBridgeClient(config),
    schemas: new SchemasClient(config),
    dynamoDb: new DynamoDBClient(config),
    dynamoDbStreams: new DynamoDBStreamsClient(config),
    kinesis: new KinesisClient(config),
    s3: new S3Client(config),
    scheduler: new SchedulerClient(config),
    secrets: new SecretsManagerClient(config),
    sfn: new SFNClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
    iam: new IAMClient(config),
  };
}
