import type { EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";

/** EnableAlarmActions and DisableAlarmActions; names of alarms that do not exist are passed over, as on AWS. */
export const switchAlarmActions =
  ({ alarms }: AlarmDeps, enabled: boolean) =>
  ({ AlarmNames: names = [] }: EnableAlarmActionsInput, { region }: CallContext): object => {
    for (const name of names) {
      const alarm = alarms.find(region, name);
      if (alarm?.type === "MetricAlarm")
        alarms.put({ ...alarm, settings: { ...alarm.settings, ActionsEnabled: enabled } });
      else if (alarm)
        alarms.put({ ...alarm, settings: { ...alarm.settings, ActionsEnabled: enabled } });
    }
    return {};
  };
