import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "../cloud";
import type { Kind } from "../kind";

export const logGroupKind: Kind = {
  nameProperty: "LogGroupName",
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Arn: `${arnOf(cloud, "logs", `log-group:${name}`)}:*` },
  }),
  takes: ["LogGroupName", "RetentionInDays"],
  async plan({ name: logGroupName, properties }, { logs }) {
    const { logGroups = [] } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    const existing = logGroups.find((group) => group.logGroupName === logGroupName);
    const days = properties.RetentionInDays;
    const changes = days !== undefined && Number(days) !== existing?.retentionInDays;
    return {
      action: !existing ? "create" : changes ? "update" : "keep",
      changes: changes ? ["RetentionInDays"] : [],
      async apply() {
        if (!existing) await logs.send(new CreateLogGroupCommand({ logGroupName }));
        if (changes)
          await logs.send(
            new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(days) }),
          );
      },
    };
  },
};
