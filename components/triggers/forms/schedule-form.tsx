"use client";

import { useId } from "react";
import { useRoles } from "@/components/functions/use-roles";
import { CopyButton } from "@/components/ui/copy-button";
import type { ScheduleDraft } from "@/lib/model/trigger-drafts/schedule-draft";
import { DeliveryRows } from "./delivery-rows";
import {
  CodeRow,
  type FormProps,
  isChanged,
  MoreSettings,
  NumberRow,
  SelectRow,
  SwitchRow,
  TextRow,
} from "./form-rows";
import { NextTimes } from "./next-times";
import { useSources } from "./source-field";

/** A schedule of EventBridge Scheduler: when, in whose time, with what, and by which role. */
export function ScheduleForm(props: FormProps<ScheduleDraft>) {
  const { draft, saved, onChange, problems, locked } = props;
  const set = (edit: Partial<ScheduleDraft>) => onChange({ ...draft, ...edit });
  const { data: groups } = useSources("schedule-groups");
  const zonesId = useId();
  const names = ["default", draft.groupName, ...(groups?.sources ?? []).map(({ id }) => id)];
  const more = ["startDate", "endDate", "flexibleWindowMinutes", "description"] as const;
  const delivery = ["maximumRetryAttempts", "maximumEventAgeSeconds", "deadLetterQueueArn"];
  return (
    <div className="flex flex-col gap-3">
      {saved === undefined && (
        <>
          <TextRow
            label="Name"
            mono
            value={draft.name}
            problem={draft.name === "" ? undefined : problems.name}
            locked={locked}
            onChange={(name) => set({ name: name.trim() })}
          />
          <SelectRow
            label="Group"
            value={draft.groupName}
            locked={locked}
            onChange={(groupName) => set({ groupName })}
            options={[...new Set(names)].map((value) => ({ value, label: value }))}
          />
        </>
      )}
      <TextRow
        label="When"
        hint="rate(5 minutes), cron(0 9 ? * MON-FRI *) or at(2027-01-31T12:00:00)"
        mono
        value={draft.expression}
        problem={problems.expression}
        changed={isChanged(props, "expression")}
        locked={locked}
        onChange={(expression) => set({ expression })}
      />
      <TextRow
        label="Time zone"
        list={zonesId}
        value={draft.timeZone}
        changed={isChanged(props, "timeZone")}
        locked={locked}
        onChange={(timeZone) => set({ timeZone: timeZone.trim() })}
      />
      <datalist id={zonesId}>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
      <NextTimes
        schedule={{ expression: draft.expression, timeZone: draft.timeZone, of: "schedule" }}
        flexible={draft.flexibleWindowMinutes ?? undefined}
      />
      <CodeRow
        label="Input"
        hint="JSON that the function gets; empty: Scheduler's own event"
        value={draft.input}
        problem={problems.input}
        changed={isChanged(props, "input")}
        locked={locked}
        onChange={(input) => set({ input })}
      />
      <RoleRow {...props} />
      <MoreSettings
        open={saved !== undefined && [...more, ...delivery].some((field) => problems[field])}
      >
        <TextRow
          label="Not before"
          hint="As 2027-01-31T12:00:00Z; empty: from now on"
          mono
          value={draft.startDate}
          problem={problems.startDate}
          changed={isChanged(props, "startDate")}
          locked={locked}
          onChange={(startDate) => set({ startDate: startDate.trim() })}
        />
        <TextRow
          label="Not after"
          hint="Empty: without end"
          mono
          value={draft.endDate}
          problem={problems.endDate}
          changed={isChanged(props, "endDate")}
          locked={locked}
          onChange={(endDate) => set({ endDate: endDate.trim() })}
        />
        <NumberRow
          label="Flexible window"
          hint="1 to 1,440 min within which it calls; empty: at the time itself"
          unit="min"
          max={1_440}
          value={draft.flexibleWindowMinutes ?? undefined}
          problem={problems.flexibleWindowMinutes}
          changed={isChanged(props, "flexibleWindowMinutes")}
          locked={locked}
          onChange={(value) => set({ flexibleWindowMinutes: value ?? null })}
        />
        <SwitchRow
          label="Delete it when it is over"
          hint="after its last time"
          checked={draft.deletesItself}
          locked={locked}
          onChange={(deletesItself) => set({ deletesItself })}
        />
        <TextRow
          label="Description"
          value={draft.description}
          problem={problems.description}
          changed={isChanged(props, "description")}
          locked={locked}
          onChange={(description) => set({ description })}
        />
        <DeliveryRows {...props} />
      </MoreSettings>
    </div>
  );
}

function RoleRow(props: FormProps<ScheduleDraft>) {
  const { draft, onChange, problems, locked } = props;
  const { data } = useRoles();
  const listId = useId();
  return (
    <div className="flex flex-col gap-2">
      <TextRow
        label="Role"
        hint="Scheduler calls as this role: it must trust scheduler.amazonaws.com and may lambda:InvokeFunction. You need iam:PassRole on it."
        mono
        list={listId}
        placeholder="arn:aws:iam::123456789012:role/scheduler"
        value={draft.roleArn}
        problem={draft.roleArn === "" ? undefined : problems.roleArn}
        changed={isChanged(props, "roleArn")}
        locked={locked}
        onChange={(roleArn) => onChange({ ...draft, roleArn: roleArn.trim() })}
      />
      <datalist id={listId}>
        {(data?.roles ?? []).map(({ name, arn }) => (
          <option key={arn} value={arn}>
            {name}
          </option>
        ))}
      </datalist>
      <span>
        <CopyButton wide label="Copy trust policy" text={trustPolicy} />
      </span>
    </div>
  );
}

const trustPolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  },
  null,
  2,
);
