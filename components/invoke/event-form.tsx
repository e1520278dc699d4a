"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, NumberField, Textarea } from "@/components/ui/field";
import { jsonProblem } from "@/lib/model/json-text";
import { batchCount, withRecords } from "@/lib/model/sample-events";
import type { EventField, SampleEvent } from "@/lib/model/sample-events/sample-event";

export interface EventFormProps {
  sample: SampleEvent;
  text: string;
  onChange(text: string): void;
  /** The most records the trigger sends at once. */
  batchSize?: number;
}

/** The values of an event that are usually edited; each is read from the JSON and written into it. */
export function EventForm({ sample, text, onChange, batchSize }: EventFormProps) {
  const [wantedRecord, setRecord] = useState(0);
  const count = sample.batch ? batchCount(sample.batch, text) : 0;
  const record = Math.min(wantedRecord, Math.max(0, count - 1));
  return (
    <div
      role="group"
      aria-label={`Fields of ${sample.label}`}
      className="max-h-[45%] flex-none overflow-y-auto border-b border-border bg-surface-2 px-2.5 py-2"
    >
      {sample.batch && count > 0 && (
        <BatchRow
          noun={sample.batch.noun}
          record={record}
          count={count}
          batchSize={batchSize}
          onRecord={setRecord}
          onCount={(next) => onChange(withRecords(sample.batch!, text, next))}
        />
      )}
      <div className="grid grid-cols-2 gap-x-2.5 gap-y-2 max-sm:grid-cols-1">
        {sample.fields(record).map((field) => (
          <FormField
            // Another source or record is another field, whatever was half typed there.
            key={`${sample.id} ${record} ${field.label}`}
            field={field}
            text={text}
            onChange={onChange}
          />
        ))}
      </div>
    </div>
  );
}

const mostRecords = 1_000;

function BatchRow(props: {
  noun: string;
  record: number;
  count: number;
  batchSize: number | undefined;
  onRecord(record: number): void;
  onCount(count: number): void;
}) {
  const { noun, record, count, batchSize, onRecord, onCount } = props;
  const [typed, setTyped] = useState<{ count: number | undefined }>();
  const most = Math.min(batchSize ?? 100, mostRecords);
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
      <span className="flex items-center">
        <IconButton
          size="small"
          icon={ChevronLeft}
          label={`${noun} before`}
          disabled={record === 0}
          onClick={() => onRecord(record - 1)}
        />
        <span className="whitespace-nowrap" role="status">
          {noun} {record + 1} of {count}
        </span>
        <IconButton
          size="small"
          icon={ChevronRight}
          label={`Next ${noun.toLowerCase()}`}
          disabled={record >= count - 1}
          onClick={() => onRecord(record + 1)}
        />
      </span>
      <span className="flex-1" />
      <span className="flex items-center gap-1.5 text-text-2">
        Batch of
        <span onBlur={() => setTyped(undefined)}>
          <NumberField
            stepper
            aria-label={`Number of ${noun.toLowerCase()}s`}
            className="w-24"
            min={1}
            max={most}
            value={typed ? typed.count : count}
            onChange={(value) => {
              setTyped({ count: value });
              if (value !== undefined && value >= 1 && value <= mostRecords) onCount(value);
            }}
          />
        </span>
      </span>
      {batchSize !== undefined && (
        <span className="text-text-3">the trigger sends at most {batchSize}</span>
      )}
    </div>
  );
}

/** Why what was typed cannot be written into the event; undefined when it can. */
function typedProblem({ kind }: EventField, typed: string): string | undefined {
  if (kind === "number") return /^-?\d+(\.\d+)?$/.test(typed.trim()) ? undefined : "Not a number.";
  return kind === "json" ? jsonProblem(typed)?.message : undefined;
}

function FormField({
  field,
  text,
  onChange,
}: {
  field: EventField;
  text: string;
  onChange(text: string): void;
}) {
  /** What stands in the control while it is being typed, also when it cannot be written yet. */
  const [typed, setTyped] = useState<string>();
  const { label, kind, at, suggestions } = field;
  const written = at.read(text);
  const isMissing = written === undefined && at.write(text, '""') === text;
  const type = (value: string) => {
    setTyped(value);
    if (!typedProblem(field, value))
      onChange(at.write(text, kind === "number" ? value.trim() : value));
  };
  const problem = typed === undefined ? undefined : typedProblem(field, typed);
  const leave = () => {
    if (!problem) setTyped(undefined);
  };
  if (kind === "flag")
    return (
      <div className="flex items-end pb-1">
        <Checkbox
          checked={written === "true"}
          disabled={isMissing}
          onChange={(checked) => onChange(at.write(text, String(checked)))}
          label={<span className="text-12">{label}</span>}
        />
      </div>
    );
  const value = typed ?? written ?? "";
  const isLong = kind === "text" || kind === "json";
  return (
    <div className={isLong ? "col-span-full" : undefined} onBlur={leave}>
      <Field label={label} problem={problem}>
        {(ids) =>
          isMissing ? (
            <Input
              {...ids}
              size="small"
              value=""
              onChange={() => {}}
              disabled
              placeholder="not in this event"
            />
          ) : isLong ? (
            <Textarea
              {...ids}
              mono
              rows={Math.min(5, Math.max(1, value.split("\n").length))}
              value={value}
              onChange={type}
            />
          ) : (
            <>
              <Input
                {...ids}
                size="small"
                mono={kind === "number"}
                value={value}
                onChange={type}
                list={suggestions && `${ids.id}-list`}
              />
              {suggestions && (
                <datalist id={`${ids.id}-list`}>
                  {suggestions.map((each) => (
                    <option key={each} value={each}>
                      {each}
                    </option>
                  ))}
                </datalist>
              )}
            </>
          )
        }
      </Field>
    </div>
  );
}
