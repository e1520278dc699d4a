import { DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";
import { putCompositeInputOf, putInputOf } from "./alarm-shape";
import { findAlarm, noSuchAlarm, readTags } from "./find-alarm";

/** Deletes an alarm; an undo makes it again with its tags, and CloudWatch then finds out its state anew. */
export async function deleteAlarm(
  connection: Connection,
  functionName: string,
  name: string,
): Promise<{ change: Change }> {
  const { metric, composite } = await findAlarm(connection, name);
  if (!metric && !composite) throw noSuchAlarm(name);
  const Tags = await readTags(connection, metric?.AlarmArn ?? composite?.AlarmArn);
  const before = {
    ...(metric ? putInputOf(metric) : putCompositeInputOf(composite ?? {})),
    ...(Tags.length > 0 ? { Tags } : {}),
  };
  const undo: CloudCall = {
    service: "cloudwatch",
    command: metric ? "PutMetricAlarm" : "PutCompositeAlarm",
    input: before,
  };
  const input = { AlarmNames: [name] };
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "alarm",
      title: `Alarm ${name} deleted`,
      before,
      after: null,
      call: { service: "cloudwatch", command: "DeleteAlarms", input },
      undo,
    },
    () => clientsFor(connection).cloudwatch.send(new DeleteAlarmsCommand(input)),
  );
  return { change };
}
