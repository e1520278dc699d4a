import {
  DescribeSubscriptionFiltersCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { differences } from "../../differences";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";

export const subscriptionFilterKind: Kind = {
  nameProperty: "FilterName",
  predict: (name) => ({ ref: name, attributes: {} }),
  takes: ["FilterName", "LogGroupName", "FilterPattern", "DestinationArn"],
  async plan({ name, properties }, { logs }) {
    const logGroupName = String(properties.LogGroupName);
    const answer = await ifThere(
      logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName })),
    );
    const existing = answer?.subscriptionFilters?.find(({ filterName }) => filterName === name);
    const wanted = {
      filterPattern: String(properties.FilterPattern ?? ""),
      destinationArn: String(properties.DestinationArn),
    };
    const changes = existing ? differences(existing, wanted) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await logs.send(
          new PutSubscriptionFilterCommand({ logGroupName, filterName: name, ...wanted }),
        );
      },
    };
  },
};
