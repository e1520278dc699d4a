import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { allowSource } from "../allow-source";
import type { SampleClients } from "../sample-clients";
import { isSample, sampleTagList } from "../sample-tags";

/** A bucket that tells a sample of each new object. */
export async function connectBucket(
  clients: SampleClients,
  functionName: string,
  functionArn: string,
  Bucket: string,
): Promise<void> {
  const { s3 } = clients;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: sampleTagList } }));
  await allowSource(clients, functionName, {
    service: "s3",
    arn: `arn:aws:s3:::${Bucket}`,
    accountId: functionArn.split(":")[4],
  });
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          { Id: functionName, LambdaFunctionArn: functionArn, Events: ["s3:ObjectCreated:*"] },
        ],
      },
    }),
  );
}

export async function removeBuckets({ s3 }: SampleClients): Promise<void> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets) {
    // A bucket without tags answers 404.
    const tagging = await s3.send(new GetBucketTaggingCommand({ Bucket })).catch(() => undefined);
    if (!isSample(tagging?.TagSet)) continue;
    for (let more = true; more;) {
      const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      more = IsTruncated === true;
    }
    await s3.send(new DeleteBucketCommand({ Bucket }));
  }
}
