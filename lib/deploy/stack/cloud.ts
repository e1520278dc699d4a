import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
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
  };
  return {
    region: address.region,
    accountId: Account,
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
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
