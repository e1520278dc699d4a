import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";

/** The SDK clients the samples are installed and called with: the engine's public API, like any user. */
export interface SampleClients {
  lambda: LambdaClient;
  sqs: SQSClient;
  cloudwatch: CloudWatchClient;
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
  };
}

export function destroySampleClients(clients: SampleClients): void {
  for (const client of Object.values(clients)) client.destroy();
}
