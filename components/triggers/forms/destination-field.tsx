"use client";

import { useId } from "react";
import { sourceKind, sourceName } from "@/lib/model/trigger";
import { TextRow } from "./form-rows";
import { useSources } from "./source-field";

/** An ARN of a queue or topic, suggested from those that there are; empty is none. FIFO ones are not taken. */
export function DestinationField({
  hint,
  was,
  takesTopics = false,
  onChange,
  ...row
}: {
  label: string;
  hint: string;
  value: string;
  problem?: string;
  changed?: boolean;
  was?: string;
  takesTopics?: boolean;
  locked?: string;
  onChange(arn: string): void;
}) {
  const listId = useId();
  const { data: queues } = useSources("queues");
  const { data: topics } = useSources("topics", takesTopics);
  const targets = [...(queues?.sources ?? []), ...(topics?.sources ?? [])];
  return (
    <>
      <TextRow
        {...row}
        hint={
          <>
            {sourceName(row.value) !== row.value && (
              <span className="font-medium text-text-2">
                {`${sourceKind(row.value)} ${sourceName(row.value)} \u00b7 `}
              </span>
            )}
            {row.changed && was ? `${hint} \u00b7 was ${was}` : hint}
          </>
        }
        mono
        list={listId}
        placeholder="none"
        onChange={(arn) => onChange(arn.trim())}
      />
      <datalist id={listId}>
        {targets
          .filter(({ id }) => !id.endsWith(".fifo"))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </datalist>
    </>
  );
}
