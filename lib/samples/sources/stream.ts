import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import type { Manifest } from "@/lib/deploy/read-manifest";
import type { SampleClients } from "../sample-clients";
import { isSample, sampleTags } from "../sample-tags";

/** A stream whose records a sample reads in order. */
export async function connectStream(
  { kinesis, lambda }: SampleClients,
  functionName: string,
  { name: StreamName, shardCount, batchSize }: NonNullable<Manifest["stream"]>,
): Promise<void> {
  await kinesis.send(
    new CreateStreamCommand({ StreamName, ShardCount: shardCount, Tags: sampleTags }),
  );
  await waitUntilStreamExists(
    { client: kinesis, maxWaitTime: 30, minDelay: 0.1, maxDelay: 1 },
    { StreamName },
  );
  const { StreamDescriptionSummary } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: functionName,
      EventSourceArn: StreamDescriptionSummary?.StreamARN,
      StartingPosition: "TRIM_HORIZON",
      BatchSize: batchSize,
      // A record that is no use must not keep the others for a day.
      MaximumRetryAttempts: 2,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      Tags: sampleTags,
    }),
  );
}

export async function removeStreams({ kinesis }: SampleClients): Promise<void> {
  const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand({}));
  for (const StreamName of StreamNames) {
    const { Tags } = await kinesis.send(new ListTagsForStreamCommand({ StreamName }));
    if (isSample(Tags)) await kinesis.send(new DeleteStreamCommand({ StreamName }));
  }
}
