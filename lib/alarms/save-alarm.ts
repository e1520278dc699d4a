import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { clientsFor } from "@/lib/aws/clients";
import { ruleText } from "@/lib/model/alarm";
import {
  alarmForm,
  alarmProblems,
  type AlarmForm,
  type AlarmSubject,
  editedAlarmInput,
  newAlarmInput,
} from "@/lib/model/alarm-form";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { alarmOfMetric, putInputOf } from "./alarm-shape";
import { findAlarm, noSuchAlarm } from "./find-alarm";

/** Creates an alarm of a function's metric. A name that is taken is refused: PutMetricAlarm would replace that alarm. */
export async function createAlarm(
  connection: Connection,
  functionName: string,
  { subject, qualifier, form }: { subject: AlarmSubject; qualifier?: string; form: AlarmForm },
): Promise<{ change: Change }> {
  checkForm(form);
  const { metric, composite } = await findAlarm(connection, form.name);
  if (metric || composite)
    refuse(
      "name",
      `There is an alarm ${form.name} already; choose another name, or edit that one.`,
    );
  const input = newAlarmInput(form, subject, functionName, qualifier);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "alarm",
      title: `Alarm ${form.name} created: ${ruleText(form.condition)}`,
      before: null,
      after: form,
      call: { service: "cloudwatch", command: "PutMetricAlarm", input },
      undo: {
        service: "cloudwatch",
        command: "DeleteAlarms",
        input: { AlarmNames: [form.name] },
      },
    },
    () => putAlarm(connection, input),
  );
  return { change };
}

/** Changes an alarm. `revision` is the one the user saw; what the form does not show stays as it is. */
export async function updateAlarm(
  connection: Connection,
  functionName: string,
  { form, revision }: { form: AlarmForm; revision?: string },
): Promise<{ change: Change }> {
  checkForm(form);
  const { metric } = await findAlarm(connection, form.name);
  if (!metric) throw noSuchAlarm(form.name);
  const shown = alarmOfMetric(metric);
  if (shown.fixed) refuse("threshold", shown.fixed);
  if (revision && shown.revision && revision !== shown.revision)
    refuseStale(`Alarm ${form.name}`, `its state of ${revision}`, `of ${shown.revision}`);
  const before = putInputOf(metric);
  const input = editedAlarmInput(before, form);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "alarm",
      title: `Alarm ${form.name} ${shown.condition ? ruleText(shown.condition) : ""} -> ${ruleText(form.condition)}`,
      before: alarmForm(shown) ?? null,
      after: form,
      call: { service: "cloudwatch", command: "PutMetricAlarm", input },
      undo: { service: "cloudwatch", command: "PutMetricAlarm", input: before },
    },
    () => putAlarm(connection, input),
  );
  return { change };
}

function putAlarm(connection: Connection, input: Record<string, unknown>) {
  return clientsFor(connection).cloudwatch.send(
    new PutMetricAlarmCommand(input as unknown as PutMetricAlarmCommandInput),
  );
}

function checkForm(form: AlarmForm): void {
  const [first] = Object.entries(alarmProblems(form));
  if (first) refuse(first[0], first[1]);
}
