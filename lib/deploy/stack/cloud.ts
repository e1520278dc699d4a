import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Where a stack is deployed to. */
export interface CloudAddress {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** The clients of everything that a template's resources are made of. */
export interface Cloud {
  region: string;
  accountId: string;
  lambda: LambdaClient;
  sqs: SQSClient;
  s3: S3Client;
  dynamodb: DynamoDBClient;
  eventBridge: EventBridgeClient;
  logs: CloudWatchLogsClient;
  cloudwatch: CloudWatchClient;
  sns: SNSClient;
  kinesis: KinesisClient;
  scheduler: SchedulerClient;
  ssm: SSMClient;
  secrets: SecretsManagerClient;
  sfn: SFNClient;
  httpApis: ApiGatewayV2Client;
  restApis: APIGatewayClient;
  apiAddresses: ApiAddresses;
  close(): void;
}

/** Connects to an endpoint and asks it for its account. */
export async function openCloud(address: CloudAddress): Promise<Cloud> {
  const config = { ...address, disableHostPrefix: true };
  const sts = new STSClient(config);
  const { Account = "000000000000" } = await sts
    .send(new GetCallerIdentityCommand({}))
    .finally(() => sts.destroy());
  const clients = {
    lambda: new LambdaClient(config),
    sqs: new SQSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    dynamodb: new DynamoDBClient(config),
    eventBridge: new EventBridgeClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudwatch: new CloudWatchClient(config),
    sns: new SNSClient(config),
    kinesis: new KinesisClient(config),
    scheduler: new SchedulerClient(config),
    ssm: new SSMClient(config),
    secrets: new SecretsManagerClient(config),
    sfn: new SFNClient(config),
    httpApis: new ApiGatewayV2Client(config),
    restApis: new APIGatewayClient(config),
  };
  return {
    region: address.region,
    accountId: Account,
    ...clients,
    apiAddresses: apiAddressesAt(address),
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** What stands for the id of an API, or of a part of one, until it is made. */
export const unknownId = "known-when-made";

const awsAddress =
  /\b(http|ws)s:\/\/([a-z0-9]+|known-when-made)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?::443)?/g;

interface ApiAddresses {
  /** Where a stage answers. */
  of(apiId: string, stage: string): string;
  /** A text with AWS's addresses of APIs as the names that browsers and curl find here. */
  shown(text: string): string;
  /** The same for programs, which may not find names below localhost: by the engine's own path. */
  called(text: string): string;
}

/** The engine serves APIs on this machine; other endpoints are taken to have AWS's names. */
function apiAddressesAt({ endpoint, region }: CloudAddress): ApiAddresses {
  const { hostname, host, port } = new URL(endpoint);
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname);
  const shown = (text: string) =>
    isLocal ? text.replace(awsAddress, `$1://$2.execute-api.${region}.localhost:${port}`) : text;
  return {
    of: (apiId, stage) =>
      shown(
        `https://${apiId}.execute-api.${region}.amazonaws.com/${stage === "$default" ? "" : stage}`,
      ),
    shown,
    called: (text) =>
      isLocal ? text.replace(awsAddress, `$1://${host}/_lambdeck/execute-api/$2`) : text,
  };
}

export function arnOf(cloud: Cloud, service: string, resource: string): string {
  return `arn:aws:${service}:${cloud.region}:${cloud.accountId}:${resource}`;
}

/** What a call gives, or undefined when AWS says that the thing is not there. */
export async function ifThere<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const absent = /NotFound|NoSuch|NonExistent|DoesNotExist/.test(name);
    // HeadBucket's 404 has no code.
    if (absent || ($metadata?.httpStatusCode === 404 && !isNotImitated(error))) return undefined;
    throw error;
  }
}

/** Whether an endpoint said that it does not do such a thing at all. */
export function isNotImitated(error: unknown): boolean {
  const { name, message, $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number };
  };
  return (
    $metadata?.httpStatusCode === 501 ||
    // A member that the local engine would have to ignore is refused with the service's own code.
    message.startsWith("The local engine ") ||
    /^(NotImplemented|UnknownOperation|InvalidAction|UnsupportedOperation)/.test(name)
  );
}
