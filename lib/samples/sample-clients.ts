import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";

/** The SDK clients the samples are installed and called with: the engine's public API, like any user. */
export interface SampleClients {
  lambda: LambdaClient;
  sqs: SQSClient;
  cloudwatch: CloudWatchClient;
  events: EventBridgeClient;
  s3: S3Client;
  kinesis: KinesisClient;
  dynamodb: DynamoDBClient;
  apigatewayv2: ApiGatewayV2Client;
  sfn: SFNClient;
}

export function makeSampleClients(endpoint: string, region = "us-east-1"): SampleClients {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: "lambdeck", secretAccessKey: "lambdeck" },
  };
  return {
    lambda: new LambdaClient(config),
    sqs: new SQSClient(config),
    cloudwatch: new CloudWatchClient(config),
    events: new EventBridgeClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    kinesis: new KinesisClient(config),
    dynamodb: new DynamoDBClient(config),
    apigatewayv2: new ApiGatewayV2Client(config),
    sfn: new SFNClient({ ...config, disableHostPrefix: true }),
  };
}

export function destroySampleClients(clients: SampleClients): void {
  for (const client of Object.values(clients)) client.destroy();
}
