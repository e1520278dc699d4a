import type { DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { validationError } from "../errors.ts";

/** Deletes alarms, all or none: all must exist, and no composite alarm may need one of them. */
export const deleteAlarms =
  ({ alarms, watch }: AlarmDeps) =>
  ({ AlarmNames: names = [] }: DeleteAlarmsInput, { region }: CallContext): object => {
    const found = [...new Set(names)].map((name) => {
      const alarm = alarms.find(region, name);
      if (!alarm) throw new ServiceError("ResourceNotFound", `Alarm ${name} does not exist.`);
      return alarm;
    });
    if (found.filter(({ type }) => type === "CompositeAlarm").length > 1)
      throw validationError("At most one composite alarm can be deleted in one request.");
    for (const alarm of found) {
      const [parent] = alarms.parentsOf(alarm);
      if (parent)
        throw validationError(
          `Cannot delete ${alarm.name} as there are composite alarm(s) depending on it: ${parent.name}.`,
        );
    }
    for (const alarm of found) watch.remove(alarm);
    return {};
  };
