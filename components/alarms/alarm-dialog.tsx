"use client";

import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import type { ChangedValue } from "@/components/ui/confirm-change";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { type Alarm, ruleText } from "@/lib/model/alarm";
import { alarmAsCli } from "@/lib/model/alarm-cli";
import {
  alarmForm,
  type AlarmForm,
  alarmProblems,
  type AlarmSubject,
  newAlarmForm,
  newAlarmInput,
} from "@/lib/model/alarm-form";
import type { Change } from "@/lib/model/change";
import { AlarmFields } from "./alarm-fields";
import { AlarmTrial } from "./alarm-trial";
import { subjectOf } from "./alarm-subjects";

export interface AskedAlarm {
  /** To change one; absent: a new one. */
  alarm?: Alarm;
  /** What a new one can be about; the first is chosen. */
  subjects?: readonly AlarmSubject[];
  threshold?: number;
}

/** A new alarm, or the condition and actions of one there is: what it would have done is shown while it is set. */
export function AlarmDialog({ asked, onClose }: { asked: AskedAlarm; onClose(): void }) {
  const { alarm, subjects = [] } = asked;
  const { name: functionName, qualifier } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const [subject, setSubject] = useState(alarm ? subjectOf(alarm) : subjects[0]);
  const [form, setForm] = useState<AlarmForm | undefined>(() =>
    alarm ? alarmForm(alarm) : subject && newAlarmForm(functionName, subject, asked.threshold ?? 1),
  );
  if (!form) return null;
  const before = alarm && alarmForm(alarm);
  const problems = alarmProblems(form);
  const isSame = JSON.stringify(before) === JSON.stringify(form);
  const isReady = Object.keys(problems).length === 0 && !isSame;
  const review = () => {
    if (!isReady || locked) return;
    ask({
      title: alarm ? `Change the alarm ${form.name}?` : `Create the alarm ${form.name}?`,
      values: changedValues(before, form),
      action: alarm ? "Save alarm" : "Create alarm",
      act: () =>
        alarm
          ? sendJson<{ change: Change }>("PUT", functionPath(functionName, "/alarms"), {
              form,
              revision: alarm.revision,
            })
          : sendJson<{ change: Change }>("POST", functionPath(functionName, "/alarms"), {
              form,
              subject,
              qualifier,
            }),
      onDone: onClose,
    });
  };
  return (
    <>
      <Dialog
        open
        wide
        onOpenChange={(open) => !open && onClose()}
        title={alarm ? `Alarm ${alarm.name}` : "New alarm"}
        onSubmit={review}
        footer={
          <>
            {!alarm && subject && (
              <CopyButton
                wide
                label="Copy as AWS CLI"
                text={() => alarmAsCli(newAlarmInput(form, subject, functionName, qualifier))}
              />
            )}
            <span className="flex-1" />
            <Button onClick={onClose} shortcut="Esc">
              Cancel
            </Button>
            <Button type="submit" kind="primary" locked={locked} disabled={!isReady}>
              {alarm ? "Save…" : "Create…"}
            </Button>
          </>
        }
      >
        <AlarmTrial form={form} subject={subject} onForm={setForm} />
        <AlarmFields
          form={form}
          problems={problems}
          subject={subject}
          subjects={alarm ? [] : subjects}
          isNew={!alarm}
          onForm={setForm}
          onSubject={(next) => {
            setSubject(next);
            setForm({
              ...newAlarmForm(functionName, next, form.condition.threshold),
              actions: form.actions,
              description: form.description,
            });
          }}
        />
      </Dialog>
      {dialog}
    </>
  );
}

/** Old and new of all that differs, in words. */
function changedValues(before: AlarmForm | undefined, after: AlarmForm): ChangedValue[] {
  const rows: [label: string, read: (form: AlarmForm) => string][] = [
    ["Statistic", ({ statistic = "" }) => statistic],
    ["Fires", ({ condition }) => ruleText(condition)],
    ["Missing data", ({ condition }) => condition.treatMissingData],
    ["Few samples", ({ condition }) => condition.evaluateLowSampleCount ?? ""],
    ["Description", ({ description }) => description],
    ["Actions", ({ actionsEnabled }) => (actionsEnabled ? "on" : "off")],
    ["In alarm", ({ actions }) => actions.alarm.join(", ")],
    ["Back to OK", ({ actions }) => actions.ok.join(", ")],
    ["Insufficient data", ({ actions }) => actions.insufficientData.join(", ")],
  ];
  return rows
    .map(([label, read]) => ({
      label,
      before: before && read(before),
      after: read(after),
    }))
    .filter((row) => (row.before ?? "") !== row.after);
}
