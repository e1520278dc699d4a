import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asValues } from "../template";
import { texts, typed } from "./typed";

const words = [
  "Description",
  "KmsKeyArn",
  "ScheduleExpression",
  "ScheduleExpressionTimezone",
  "State",
];
const numbers = ["MaximumWindowInMinutes", "MaximumRetryAttempts", "MaximumEventAgeInSeconds"];

export const scheduleKind: Kind = {
  nameProperty: "Name",
  predict(name, cloud, { GroupName: group = "default" }) {
    return {
      ref: name,
      attributes: { Arn: arnOf(cloud, "scheduler", `schedule/${String(group)}/${name}`) },
    };
  },
  takes: [
    ...words,
    "Name",
    "GroupName",
    "StartDate",
    "EndDate",
    "FlexibleTimeWindow",
    "Target",
    "ActionAfterCompletion",
  ],
  async plan({ name: Name, properties }, { scheduler }) {
    const GroupName = String(properties.GroupName ?? "default");
    const existing = await ifThere(scheduler.send(new GetScheduleCommand({ Name, GroupName })));
    const wanted = {
      State: "ENABLED",
      ...texts(properties, [...words, "ActionAfterCompletion"]),
      FlexibleTimeWindow: typed(asValues(properties.FlexibleTimeWindow), { numbers }),
      Target: typed(asValues(properties.Target), { numbers }),
    };
    const dates = {
      ...(properties.StartDate === undefined
        ? {}
        : { StartDate: new Date(String(properties.StartDate)) }),
      ...(properties.EndDate === undefined
        ? {}
        : { EndDate: new Date(String(properties.EndDate)) }),
    };
    const changes = existing
      ? [...differences(existing, wanted), ...differences(existing, dates)]
      : [];
    const input = { Name, GroupName, ...wanted, ...dates } as unknown as CreateScheduleCommandInput;
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await (existing
          ? scheduler.send(new UpdateScheduleCommand(input))
          : scheduler.send(new CreateScheduleCommand(input)));
      },
    };
  },
};
