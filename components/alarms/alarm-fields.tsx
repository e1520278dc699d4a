"use client";

import { useState } from "react";
import { Switch } from "@/components/ui/checkbox";
import { Field, Input, NumberField, Textarea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import {
  type AlarmActions,
  type AlarmCondition,
  comparisonOperators,
  comparisonSigns,
  missingDataTreatments,
  missingDataWords,
  periodText,
} from "@/lib/model/alarm";
import {
  type AlarmField,
  type AlarmForm,
  alarmPeriods,
  alarmStatistics,
  type AlarmSubject,
} from "@/lib/model/alarm-form";
import { subjectText, subjectUnit } from "./alarm-subjects";

export interface AlarmFieldsProps {
  form: AlarmForm;
  problems: Partial<Record<AlarmField, string>>;
  subject: AlarmSubject | undefined;
  /** What can be chosen; none: it cannot. */
  subjects: readonly AlarmSubject[];
  isNew: boolean;
  onForm(form: AlarmForm): void;
  onSubject(subject: AlarmSubject): void;
}

/** All settings of an alarm. */
export function AlarmFields(props: AlarmFieldsProps) {
  const { form, problems, subject, subjects, isNew, onForm, onSubject } = props;
  const { statistic } = form;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        {subjects.length > 1 && subject && (
          <Field label="Metric">
            {(ids) => (
              <Select
                {...ids}
                value={subject}
                onChange={onSubject}
                options={subjects.map((value) => ({ value, label: subjectText(value) }))}
              />
            )}
          </Field>
        )}
        {isNew && (
          <Field label="Name" problem={problems.name}>
            {(ids) => (
              <Input {...ids} value={form.name} onChange={(name) => onForm({ ...form, name })} />
            )}
          </Field>
        )}
        {statistic !== undefined && (
          <Field label="Statistic" problem={problems.statistic}>
            {(ids) => (
              <Select
                {...ids}
                value={statistic}
                onChange={(next) => onForm({ ...form, statistic: next })}
                options={[...new Set([...alarmStatistics, statistic])].map((value) => ({
                  value,
                  label: value,
                }))}
              />
            )}
          </Field>
        )}
      </div>
      <ConditionFields {...props} />
      <ActionFields {...props} />
      <Field label="Description" problem={problems.description}>
        {(ids) => (
          <Input
            {...ids}
            value={form.description}
            onChange={(description) => onForm({ ...form, description })}
          />
        )}
      </Field>
    </div>
  );
}

function ConditionFields({ form, problems, subject, onForm }: AlarmFieldsProps) {
  const { condition } = form;
  const set = (edit: Partial<AlarmCondition>) =>
    onForm({ ...form, condition: { ...condition, ...edit } });
  const isPercentile = form.statistic?.startsWith("p") ?? false;
  return (
    <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
      <Field label="Threshold" problem={problems.threshold}>
        {(ids) => (
          <div className="flex gap-1.5">
            <Select
              aria-label="Comparison"
              className="w-16 flex-none"
              value={condition.comparison}
              onChange={(comparison) => set({ comparison })}
              options={comparisonOperators.map((value) => ({
                value,
                label: comparisonSigns[value],
              }))}
            />
            <DecimalField
              ids={ids}
              unit={subject ? subjectUnit(subject) : ""}
              value={condition.threshold}
              onChange={(threshold) => set({ threshold })}
            />
          </div>
        )}
      </Field>
      <Field label="Period" problem={problems.periodSeconds}>
        {(ids) => (
          <Select
            {...ids}
            value={String(condition.periodSeconds)}
            onChange={(value) => set({ periodSeconds: Number(value) })}
            options={[...new Set([...alarmPeriods, condition.periodSeconds])].map((seconds) => ({
              value: String(seconds),
              label: periodText(seconds),
            }))}
          />
        )}
      </Field>
      <div className="flex min-w-0 gap-3">
        <Field label="Breaching" problem={problems.datapointsToAlarm}>
          {(ids) => (
            <NumberField
              {...ids}
              min={1}
              value={numberOf(condition.datapointsToAlarm)}
              onChange={(value) => set({ datapointsToAlarm: value ?? Number.NaN })}
            />
          )}
        </Field>
        <Field label="of the last periods" problem={problems.evaluationPeriods}>
          {(ids) => (
            <NumberField
              {...ids}
              min={1}
              value={numberOf(condition.evaluationPeriods)}
              onChange={(value) => set({ evaluationPeriods: value ?? Number.NaN })}
            />
          )}
        </Field>
      </div>
      <Field label="Missing data">
        {(ids) => (
          <Select
            {...ids}
            value={condition.treatMissingData}
            onChange={(treatMissingData) => set({ treatMissingData })}
            options={missingDataTreatments.map((value) => ({
              value,
              label: missingDataWords[value],
            }))}
          />
        )}
      </Field>
      {isPercentile && (
        <Field label="Periods with few samples">
          {(ids) => (
            <Select
              {...ids}
              value={condition.evaluateLowSampleCount ?? "evaluate"}
              onChange={(value) => set({ evaluateLowSampleCount: value })}
              options={[
                { value: "evaluate", label: "count" },
                { value: "ignore", label: "keep the state" },
              ]}
            />
          )}
        </Field>
      )}
    </div>
  );
}

const actionFields: [field: keyof AlarmActions, label: string][] = [
  ["alarm", "When in alarm"],
  ["ok", "When back to OK"],
  ["insufficientData", "When data is insufficient"],
];

function ActionFields({ form, problems, onForm }: AlarmFieldsProps) {
  return (
    <details className="rounded-2 border border-border" open={hasActions(form.actions)}>
      <summary className="px-3 py-2 text-12 font-medium">Actions</summary>
      <div className="flex flex-col gap-3 px-3 pb-3">
        <Switch
          label="Act when the state changes"
          checked={form.actionsEnabled}
          onChange={(actionsEnabled) => onForm({ ...form, actionsEnabled })}
        />
        <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
          {actionFields.map(([field, label]) => (
            <Field
              key={field}
              label={label}
              hint="One ARN a line, at most 5"
              problem={problems[field]}
            >
              {(ids) => (
                <Textarea
                  {...ids}
                  mono
                  rows={2}
                  placeholder="arn:aws:sns:…"
                  value={form.actions[field].join("\n")}
                  onChange={(text) =>
                    onForm({ ...form, actions: { ...form.actions, [field]: linesOf(text) } })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      </div>
    </details>
  );
}

/** A number with decimals; what is typed is kept until it is one. */
function DecimalField({
  ids,
  unit,
  value,
  onChange,
}: {
  ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean };
  unit: string;
  value: number;
  onChange(value: number): void;
}) {
  const [typed, setTyped] = useState<string>();
  const isOwn = typed !== undefined && Object.is(numberIn(typed), value);
  return (
    <Input
      {...ids}
      className="min-w-0 flex-1"
      value={isOwn ? typed : Number.isFinite(value) ? String(value) : ""}
      after={unit && <span className="text-text-3">{unit}</span>}
      onChange={(text) => {
        setTyped(text);
        onChange(numberIn(text));
      }}
    />
  );
}

function numberIn(text: string): number {
  return /^\s*-?[\d.,]+\s*$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

function numberOf(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n").map((line) => line.trim());
}

function hasActions(actions: AlarmActions): boolean {
  return Object.values(actions).some((arns) => arns.length > 0);
}
