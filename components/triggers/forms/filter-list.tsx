"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Textarea } from "@/components/ui/field";
import type { MappingSource } from "@/lib/model/mapping-settings";
import { FilterWorkbench } from "./filter-workbench";

const firstFilters: Record<MappingSource, string> = {
  sqs: '{ "body": { "type": ["order.created"] } }',
  kinesis: '{ "data": { "type": ["order.created"] } }',
  dynamodb: '{ "eventName": ["INSERT"] }',
  kafka: '{ "value": { "type": ["order.created"] } }',
  mq: '{ "data": { "type": ["order.created"] } }',
  documentdb: '{ "event": { "operationType": ["insert"] } }',
};

/** The filters of a mapping, of which one must fit, with what they let through. */
export function FilterList({
  source,
  filters,
  changed,
  problem,
  locked,
  onChange,
}: {
  source: MappingSource;
  filters: readonly string[];
  changed: boolean;
  problem: string | undefined;
  locked: string | undefined;
  onChange(filters: string[]): void;
}) {
  const noun = source === "sqs" ? "message" : "record";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium">Filters</span>
        <Button
          size="small"
          icon={Plus}
          locked={locked ?? (filters.length >= 10 ? "A mapping takes at most 10." : undefined)}
          onClick={() => onChange([...filters, firstFilters[source]])}
        >
          Add filter
        </Button>
      </div>
      <p className="text-11 text-text-3">
        {filters.length === 0
          ? `Every ${noun} reaches the function.`
          : `A ${noun} that fits one of them reaches the function; the others are ${source === "sqs" ? "deleted from the queue" : "skipped"}.`}
      </p>
      {filters.map((filter, index) => (
        <div key={index} className="flex items-start gap-1.5">
          <Textarea
            mono
            rows={3}
            className="min-w-0 flex-1"
            aria-label={`Filter ${index + 1}`}
            value={filter}
            changed={changed}
            locked={locked}
            onChange={(next) => onChange(filters.with(index, next))}
          />
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
        <FilterWorkbench
          patterns={filters}
          language="mapping"
          // AWS calls its clusters by the name of the service they grew from.
          source={source === "documentdb" ? "rds" : source}
        />
      )}
    </div>
  );
}
