import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  type StreamMode,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asValues, tagsOf } from "../template";

const longestWaitSeconds = 60;
const shortestRetentionHours = 24;

export const streamKind: Kind = {
  nameProperty: "Name",
  defaultName: (stackName, logicalId) => `${stackName}-${logicalId}`.slice(0, 128),
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Arn: arnOf(cloud, "kinesis", `stream/${name}`) },
  }),
  takes: ["Name", "ShardCount", "RetentionPeriodHours", "StreamModeDetails", "Tags"],
  async plan({ name: StreamName, properties }, { kinesis }) {
    const found = await ifThere(kinesis.send(new DescribeStreamSummaryCommand({ StreamName })));
    const existing = found?.StreamDescriptionSummary;
    const { StreamMode } = asValues(properties.StreamModeDetails);
    const mode = StreamMode === undefined ? undefined : { StreamMode: StreamMode as StreamMode };
    const isOnDemand = mode?.StreamMode === "ON_DEMAND";
    const ShardCount = isOnDemand ? undefined : Number(properties.ShardCount ?? 1);
    const hours = Number(properties.RetentionPeriodHours ?? shortestRetentionHours);
    const changes = existing
      ? differences(existing, {
          StreamModeDetails: mode,
          OpenShardCount: ShardCount,
          RetentionPeriodHours: hours,
        })
      : [];
    const ready = () =>
      waitUntilStreamExists(
        { client: kinesis, maxWaitTime: longestWaitSeconds, minDelay: 1, maxDelay: 2 },
        { StreamName },
      );
    const keepFor = async (before: number) => {
      if (hours === before) return;
      const input = { StreamName, RetentionPeriodHours: hours };
      await kinesis.send(
        hours > before
          ? new IncreaseStreamRetentionPeriodCommand(input)
          : new DecreaseStreamRetentionPeriodCommand(input),
      );
    };
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        if (!existing) {
          await kinesis.send(
            new CreateStreamCommand({
              StreamName,
              ShardCount,
              StreamModeDetails: mode,
              ...(properties.Tags === undefined ? {} : { Tags: tagsOf(properties.Tags) }),
            }),
          );
          await ready();
          return keepFor(shortestRetentionHours);
        }
        if (changes.includes("StreamModeDetails") && mode) {
          const StreamARN = existing.StreamARN;
          await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: mode }));
          await ready();
        }
        if (changes.includes("OpenShardCount")) {
          await kinesis.send(
            new UpdateShardCountCommand({
              StreamName,
              TargetShardCount: ShardCount,
              ScalingType: "UNIFORM_SCALING",
            }),
          );
          await ready();
        }
        return keepFor(existing.RetentionPeriodHours ?? hours);
      },
    };
  },
};
