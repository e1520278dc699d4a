import type { DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { validationError } from "../errors.ts";

/**
 * Deletes alarms, unless a composite alarm needs one of them. Names of no alarm are passed over (API reference: "the
 * alarms you specify with correct names are still deleted").
 */
export const deleteAlarms =
  ({ alarms, watch }: AlarmDeps) =>
  ({ AlarmNames: names = [] }: DeleteAlarmsInput, { region }: CallContext): object => {
    const found = [...new Set(names)].flatMap((name) => alarms.find(region, name) ?? []);
    if (found.filter(({ type }) => type === "CompositeAlarm").length > 1)
      throw validationError("At most one composite alarm can be deleted in one request.");
    const needed = found.filter((alarm) => alarms.parentsOf(alarm).length > 0);
    if (needed.length > 0)
      throw validationError(
        `Cannot delete ${needed.map(({ name }) => name).join(",")} as there are composite alarm(s) depending on ${needed.length > 1 ? "them" : "it"}.`,
      );
    for (const alarm of found) watch.remove(alarm);
    return {};
  };
