import { DisableAlarmActionsCommand, EnableAlarmActionsCommand } from "@aws-sdk/client-cloudwatch";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";
import { findAlarm, noSuchAlarm } from "./find-alarm";

/** Lets an alarm act when its state changes, or only keep its state. */
export async function setAlarmActions(
  connection: Connection,
  functionName: string,
  name: string,
  enabled: boolean,
): Promise<{ change: Change }> {
  const { metric, composite } = await findAlarm(connection, name);
  const found = metric ?? composite;
  if (!found) throw noSuchAlarm(name);
  const before = found.ActionsEnabled ?? true;
  const input = { AlarmNames: [name] };
  const command = (on: boolean) => (on ? "EnableAlarmActions" : "DisableAlarmActions");
  const words = (on: boolean) => (on ? "on" : "off");
  const { cloudwatch } = clientsFor(connection);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "alarm",
      title: `Alarm ${name} actions ${words(before)} -> ${words(enabled)}`,
      before,
      after: enabled,
      call: { service: "cloudwatch", command: command(enabled), input },
      undo: { service: "cloudwatch", command: command(before), input },
    },
    () =>
      enabled
        ? cloudwatch.send(new EnableAlarmActionsCommand(input))
        : cloudwatch.send(new DisableAlarmActionsCommand(input)),
  );
  return { change };
}
