"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field, NumberField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type LoadField, loadLimits } from "@/lib/model/load";
import {
  firstLoadForm,
  isOpenLoop,
  loadFieldProblem,
  loadFields,
  type LoadForm,
  type LoadKind,
  loadPresets,
} from "@/lib/model/load-form";
import { placeholdersIn } from "@/lib/model/placeholders";

const kinds: { value: LoadKind; label: string; group: string }[] = [
  { value: "calls", label: "So many calls", group: "Callers wait for answers" },
  { value: "callers", label: "Callers for a time", group: "Callers wait for answers" },
  { value: "steady", label: "Steady rate", group: "At a rate, whatever happens" },
  { value: "ramp", label: "Ramp", group: "At a rate, whatever happens" },
  { value: "burst", label: "Burst in a steady rate", group: "At a rate, whatever happens" },
  { value: "wave", label: "Wave", group: "At a rate, whatever happens" },
];

const labels: Record<LoadField, string> = {
  maximumCalls: "Calls",
  callers: "At the same time",
  rampSeconds: "Ramp",
  ratePerSecond: "Calls per second",
  fromRatePerSecond: "From, per second",
  toRatePerSecond: "To, per second",
  burstRatePerSecond: "In the burst, per second",
  startSeconds: "Burst after",
  burstSeconds: "Burst lasts",
  lowRatePerSecond: "Lowest, per second",
  highRatePerSecond: "Highest, per second",
  periodSeconds: "One wave takes",
  durationSeconds: "For",
  maximumInFlight: "In flight at most",
  stopAtErrorPercent: "Percent of errors that stop it",
};

const ramps = [0, 1, 5, 10, 30, 60].map((seconds) => ({
  value: String(seconds),
  label: seconds === 0 ? "None, all at once" : `Over ${seconds} s`,
}));

export interface LoadFormViewProps {
  form: LoadForm;
  onChange(form: LoadForm): void;
  /** The event that is sent, and where it is written. */
  event: { name: string; text: string; problem?: string; onEdit(): void };
}

/** What is sent: the traffic's shape, the event, and when to stop. */
export function LoadFormView({ form, onChange, event }: LoadFormViewProps) {
  const set = (change: Partial<LoadForm>) => onChange({ ...form, ...change });
  const preset = loadPresets.find(({ form: part }) =>
    Object.entries(part).every(([key, value]) => form[key as keyof LoadForm] === value),
  );
  const varied = placeholdersIn(event.text);
  return (
    <>
      <div className="flex h-9.5 flex-none items-center gap-2 border-b border-border px-3 text-12">
        <h2 className="font-semibold">Burst</h2>
        <span className="flex-1" />
        <label htmlFor="load-preset" className="text-text-3">
          preset
        </label>
        <Select
          id="load-preset"
          size="small"
          className="max-w-36"
          value={preset?.name ?? "custom"}
          options={[
            { value: "custom", label: "Custom" },
            ...loadPresets.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(name) => {
            const chosen = loadPresets.find((each) => each.name === name);
            if (chosen) onChange({ ...firstLoadForm, ...chosen.form });
          }}
        />
      </div>
      <div className="flex flex-col gap-2.5 p-3">
        <Field label="Traffic">
          {(ids) => (
            <Select {...ids} value={form.kind} options={kinds} onChange={(kind) => set({ kind })} />
          )}
        </Field>
        {loadFields(form.kind).map((field) => (
          <LoadNumber key={field} field={field} form={form} onChange={set} />
        ))}
        {isOpenLoop(form.kind) ? (
          <Field label="Calls come">
            {(ids) => (
              <Select
                {...ids}
                value={form.spacing}
                options={[
                  { value: "poisson", label: "At random moments" },
                  { value: "even", label: "Evenly" },
                ]}
                onChange={(spacing) => set({ spacing })}
              />
            )}
          </Field>
        ) : (
          <Field label="Ramp">
            {(ids) => (
              <Select
                {...ids}
                value={String(form.rampSeconds)}
                options={ramps}
                onChange={(seconds) => set({ rampSeconds: Number(seconds) })}
              />
            )}
          </Field>
        )}
        <div className="flex flex-col gap-1 text-12">
          <span className="font-medium">Event</span>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate" title={event.name}>
              {event.name}
            </span>
            <button type="button" className="font-medium text-accent" onClick={event.onEdit}>
              Edit
            </button>
          </span>
          <span className={`text-11 ${event.problem ? "text-danger" : "text-text-3"}`}>
            {event.problem ??
              (varied.length > 0
                ? `${varied.map((name) => `\${${name}}`).join(", ")} new in each call`
                : "The same in each call. ${uuid} in it would be new in each.")}
          </span>
        </div>
        <div className="flex items-center gap-2">
          <Checkbox
            checked={form.stopsAtErrors}
            onChange={(stopsAtErrors) => set({ stopsAtErrors })}
            label={<span className="text-12">Stop at</span>}
          />
          <NumberField
            className="w-16"
            unit="%"
            aria-label={labels.stopAtErrorPercent}
            aria-invalid={
              form.stopsAtErrors && loadFieldProblem(form, "stopAtErrorPercent") !== undefined
            }
            disabled={!form.stopsAtErrors}
            {...loadLimits.stopAtErrorPercent}
            value={form.stopAtErrorPercent}
            onChange={(value) => set({ stopAtErrorPercent: value ?? Number.NaN })}
          />
          <span className="text-12">errors</span>
        </div>
      </div>
    </>
  );
}

function LoadNumber(props: {
  field: LoadField;
  form: LoadForm;
  onChange(change: Partial<LoadForm>): void;
}) {
  const { field, form, onChange } = props;
  const { min, max } = loadLimits[field];
  return (
    <Field label={labels[field]} problem={loadFieldProblem(form, field)}>
      {(ids) => (
        <NumberField
          {...ids}
          className="w-full"
          min={min}
          max={max}
          unit={field.endsWith("Seconds") ? "s" : undefined}
          value={form[field]}
          onChange={(value) => onChange({ [field]: value ?? Number.NaN })}
        />
      )}
    </Field>
  );
}
