import { CreateScheduleGroupCommand, GetScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { tagsOf } from "../template";

export const scheduleGroupKind: Kind = {
  nameProperty: "Name",
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Arn: arnOf(cloud, "scheduler", `schedule-group/${name}`), State: "ACTIVE" },
  }),
  takes: ["Name", "Tags"],
  async plan({ name: Name, properties }, { scheduler }) {
    const existing = await ifThere(scheduler.send(new GetScheduleGroupCommand({ Name })));
    return {
      action: existing ? "keep" : "create",
      async apply() {
        const Tags = Object.entries(tagsOf(properties.Tags)).map(([Key, Value]) => ({
          Key,
          Value,
        }));
        await scheduler.send(new CreateScheduleGroupCommand({ Name, Tags }));
      },
    };
  },
};
