import { CreateActivityCommand, DescribeActivityCommand } from "@aws-sdk/client-sfn";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { tagsOf } from "../template";

export const activityKind: Kind = {
  nameProperty: "Name",
  predict: (name, cloud) => {
    const arn = arnOf(cloud, "states", `activity:${name}`);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  takes: ["Name", "Tags"],
  async plan({ name, properties }, cloud) {
    const { sfn } = cloud;
    const activityArn = arnOf(cloud, "states", `activity:${name}`);
    const existing = await ifThere(sfn.send(new DescribeActivityCommand({ activityArn })));
    return {
      action: existing ? "keep" : "create",
      async apply() {
        const tags = Object.entries(tagsOf(properties.Tags)).map(([key, value]) => ({
          key,
          value,
        }));
        await sfn.send(new CreateActivityCommand({ name, tags }));
      },
    };
  },
};
