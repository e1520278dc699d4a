import { CreateEventBusCommand, DescribeEventBusCommand } from "@aws-sdk/client-eventbridge";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";

export const eventBusKind: Kind = {
  nameProperty: "Name",
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Name: name, Arn: arnOf(cloud, "events", `event-bus/${name}`) },
  }),
  takes: ["Name", "Description"],
  async plan({ name: Name, properties }, { eventBridge }) {
    const existing = await ifThere(eventBridge.send(new DescribeEventBusCommand({ Name })));
    return {
      action: existing ? "keep" : "create",
      async apply() {
        await eventBridge.send(
          new CreateEventBusCommand({
            Name,
            ...(properties.Description === undefined
              ? {}
              : { Description: String(properties.Description) }),
          }),
        );
      },
    };
  },
};
