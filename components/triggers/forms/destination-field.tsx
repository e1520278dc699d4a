"use client";

import { useId } from "react";
import { TextRow } from "./form-rows";
import { useSources } from "./source-field";

/** An ARN of a queue, suggested from those that there are; empty is none. */
export function DestinationField({
  hint,
  was,
  onChange,
  ...row
}: {
  label: string;
  hint: string;
  value: string;
  problem?: string;
  changed?: boolean;
  was?: string;
  locked?: string;
  onChange(arn: string): void;
}) {
  const listId = useId();
  const { data } = useSources("queues");
  return (
    <>
      <TextRow
        {...row}
        hint={row.changed && was ? `${hint} \u00b7 was ${was}` : hint}
        mono
        list={listId}
        placeholder="none"
        onChange={(arn) => onChange(arn.trim())}
      />
      <datalist id={listId}>
        {(data?.sources ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
