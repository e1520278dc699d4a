import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type RuleState,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { DeployError } from "../../deploy-error";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, isValues } from "../template";
import { texts } from "./typed";

export const ruleKind: Kind = {
  nameProperty: "Name",
  predict(name, cloud, { EventBusName: bus }) {
    const path = bus === undefined || bus === "default" ? name : `${String(bus)}/${name}`;
    return { ref: name, attributes: { Arn: arnOf(cloud, "events", `rule/${path}`) } };
  },
  takes: [
    "Name",
    "Description",
    "EventBusName",
    "EventPattern",
    "ScheduleExpression",
    "State",
    "RoleArn",
    "Targets",
  ],
  async plan({ name: Name, properties }, { eventBridge }) {
    const { Targets, EventPattern, EventBusName } = properties;
    const bus = EventBusName === undefined ? {} : { EventBusName: String(EventBusName) };
    const existing = await ifThere(eventBridge.send(new DescribeRuleCommand({ Name, ...bus })));
    const targets = asList(Targets) as Target[];
    const before = existing
      ? (await eventBridge.send(new ListTargetsByRuleCommand({ Rule: Name, ...bus }))).Targets
      : [];
    const rule = {
      ...texts(properties, ["Description", "ScheduleExpression", "RoleArn"]),
      State: (properties.State ?? "ENABLED") as RuleState,
    };
    const pattern = isValues(EventPattern) ? EventPattern : undefined;
    const changes = existing
      ? [
          ...differences(existing, rule),
          ...differences(
            { EventPattern: JSON.parse(existing.EventPattern ?? "null") as unknown },
            { EventPattern: pattern },
          ),
          ...differences({ Targets: before }, { Targets: targets }),
        ]
      : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await eventBridge.send(
          new PutRuleCommand({
            Name,
            ...bus,
            ...rule,
            ...(pattern ? { EventPattern: JSON.stringify(pattern) } : {}),
          }),
        );
        if (targets.length === 0) return;
        const { FailedEntries = [] } = await eventBridge.send(
          new PutTargetsCommand({ Rule: Name, ...bus, Targets: targets }),
        );
        const [failed] = FailedEntries;
        if (failed) throw new DeployError(`target ${failed.TargetId}: ${failed.ErrorMessage}`);
      },
    };
  },
};
