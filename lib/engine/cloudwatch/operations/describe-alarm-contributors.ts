import type {
  DescribeAlarmContributorsInput,
  DescribeAlarmContributorsOutput,
} from "@aws-sdk/client-cloudwatch";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";

/** Only alarms on queries of several series have contributors, and there are none of those here. */
export const describeAlarmContributors =
  ({ alarms }: AlarmDeps) =>
  (
    { AlarmName: name = "" }: DescribeAlarmContributorsInput,
    { region }: CallContext,
  ): DescribeAlarmContributorsOutput => {
    if (!alarms.find(region, name))
      throw new ServiceError("ResourceNotFoundException", `Alarm ${name} does not exist.`, 404, {
        ResourceType: "alarm",
        ResourceId: name,
      });
    return { AlarmContributors: [] };
  };
