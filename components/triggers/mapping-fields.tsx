"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { Field, NumberField, Textarea } from "@/components/ui/field";
import { parseFilter } from "@/lib/model/filter-pattern";
import type { MappingField, MappingSettings } from "@/lib/model/trigger";

export interface MappingFieldsProps {
  settings: MappingSettings;
  /** What AWS has; absent for a new mapping. */
  saved?: MappingSettings;
  onChange(settings: MappingSettings): void;
  problems: Partial<Record<MappingField, string>>;
  isFifo: boolean;
  locked: string | undefined;
}

/** The settings of a queue mapping, for a new one and for changing one. */
export function MappingFields(props: MappingFieldsProps) {
  const { settings, saved, onChange, problems, isFifo, locked } = props;
  const set = (edit: Partial<MappingSettings>) => onChange({ ...settings, ...edit });
  const changed = (field: keyof MappingSettings) =>
    saved !== undefined && JSON.stringify(saved[field]) !== JSON.stringify(settings[field]);
  const was = (field: "batchSize" | "maximumBatchingWindowSeconds" | "maximumConcurrency") =>
    changed(field) ? `was ${saved?.[field] ?? "no limit"}` : undefined;
  return (
    <div className="flex flex-col gap-3">
      <Row
        label="Batch size"
        hint={isFifo ? "1 to 10 messages" : "1 to 10,000 messages"}
        was={was("batchSize")}
        problem={problems.batchSize}
      >
        {(ids) => (
          <NumberField
            {...ids}
            min={1}
            max={isFifo ? 10 : 10_000}
            value={blank(settings.batchSize)}
            changed={changed("batchSize")}
            locked={locked}
            onChange={(value) => set({ batchSize: value ?? Number.NaN })}
          />
        )}
      </Row>
      <Row
        label="Batch window"
        hint={isFifo ? "a FIFO queue takes none" : "0 to 300 s to fill a batch"}
        was={was("maximumBatchingWindowSeconds")}
        problem={problems.maximumBatchingWindowSeconds}
      >
        {(ids) => (
          <NumberField
            {...ids}
            unit="s"
            min={0}
            max={300}
            value={blank(settings.maximumBatchingWindowSeconds)}
            changed={changed("maximumBatchingWindowSeconds")}
            locked={locked ?? (isFifo ? "A FIFO queue takes no batching window." : undefined)}
            onChange={(value) => set({ maximumBatchingWindowSeconds: value ?? Number.NaN })}
          />
        )}
      </Row>
      <Row
        label={"\u25c7 Maximum concurrency"}
        hint="2 to 1,000 batches at a time; empty: no limit"
        was={was("maximumConcurrency")}
        problem={problems.maximumConcurrency}
      >
        {(ids) => (
          <NumberField
            {...ids}
            min={2}
            max={1_000}
            value={settings.maximumConcurrency ?? undefined}
            changed={changed("maximumConcurrency")}
            locked={locked}
            onChange={(value) => set({ maximumConcurrency: value ?? null })}
          />
        )}
      </Row>
      <div className="flex items-center justify-between gap-3">
        <span>
          <span className="block text-12 font-medium">Partial batch response</span>
          <span className="text-11 text-text-3">
            only failed messages come back; the code must return batchItemFailures
          </span>
        </span>
        <Switch
          aria-label="Partial batch response"
          checked={settings.reportsBatchItemFailures}
          locked={locked}
          onChange={(reportsBatchItemFailures) => set({ reportsBatchItemFailures })}
        />
      </div>
      <Filters
        filters={settings.filters}
        changed={changed("filters")}
        problem={problems.filters}
        locked={locked}
        onChange={(filters) => set({ filters })}
      />
    </div>
  );
}

function blank(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function Row({
  label,
  hint,
  was,
  problem,
  children,
}: {
  label: string;
  hint: string;
  was: string | undefined;
  problem: string | undefined;
  children: Parameters<typeof Field>[0]["children"];
}) {
  return (
    <div className="[&>div]:grid [&>div]:grid-cols-[minmax(0,1fr)_auto] [&>div]:gap-x-3 [&>div>.field]:row-span-2 [&>div>.field]:self-center">
      <Field label={label} hint={was ? `${hint} \u00b7 ${was}` : hint} problem={problem}>
        {children}
      </Field>
    </div>
  );
}

function Filters({
  filters,
  changed,
  problem,
  locked,
  onChange,
}: {
  filters: readonly string[];
  changed: boolean;
  problem: string | undefined;
  locked: string | undefined;
  onChange(filters: string[]): void;
}) {
  const [sample, setSample] = useState("");
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium">Filters</span>
        <Button
          size="small"
          icon={Plus}
          locked={locked ?? (filters.length >= 10 ? "A mapping takes at most 10." : undefined)}
          onClick={() => onChange([...filters, '{ "body": { "type": ["order.created"] } }'])}
        >
          Add filter
        </Button>
      </div>
      {filters.length === 0 ? (
        <p className="text-11 text-text-3">Every message reaches the function.</p>
      ) : (
        <p className="text-11 text-text-3">
          A message that fits one of them reaches the function; the others are deleted from the
          queue.
        </p>
      )}
      {filters.map((filter, index) => (
        <div key={index} className="flex items-start gap-1.5">
          <span className="min-w-0 flex-1">
            <Textarea
              mono
              rows={3}
              className="w-full"
              aria-label={`Filter ${index + 1}`}
              value={filter}
              changed={changed}
              locked={locked}
              onChange={(next) => onChange(filters.with(index, next))}
            />
            {sample !== "" && <Verdict filter={filter} sample={sample} />}
          </span>
          <IconButton
            icon={Trash2}
            label={`Remove filter ${index + 1}`}
            locked={locked}
            onClick={() => onChange(filters.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      {problem && (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      )}
      {filters.length > 0 && (
        <Field label="Try a message" hint="Its body, as it is sent to the queue. Nothing is sent.">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={2}
              placeholder={'{ "type": "order.created" }'}
              value={sample}
              onChange={setSample}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Verdict({ filter, sample }: { filter: string; sample: string }) {
  switch (verdictOf(filter, sample)) {
    case "passes":
      return <span className="text-11 text-ok">{"\u2713"} the message passes</span>;
    case "stays out":
      return <span className="text-11 text-warn">{"\u2717"} the message does not pass</span>;
    case "no filter":
      // What is wrong with it is said under the filters.
      return null;
  }
}

function verdictOf(filter: string, sample: string): "passes" | "stays out" | "no filter" {
  try {
    return parseFilter(filter).matches({ body: sample }) ? "passes" : "stays out";
  } catch {
    return "no filter";
  }
}
