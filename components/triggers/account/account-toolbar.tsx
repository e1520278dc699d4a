"use client";

import { ListFilter } from "lucide-react";
import { useMemo, type Ref } from "react";
import { Input } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { formatFullCount } from "@/lib/model/format";
import { type ListedTrigger, triggerChoices, type TriggerFilter } from "@/lib/model/trigger-filter";

/** Name filter, and a chip for each kind and state there is. */
export function AccountToolbar({
  rows,
  filter,
  onFilter,
  inputRef,
}: {
  rows: readonly ListedTrigger[];
  filter: TriggerFilter;
  onFilter(filter: TriggerFilter): void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const kinds = useMemo(() => triggerChoices(rows, "kind"), [rows]);
  const states = useMemo(() => triggerChoices(rows, "state"), [rows]);
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-2 px-4 py-2 max-md:flex-nowrap max-md:overflow-x-auto">
      <Input
        ref={inputRef}
        size="small"
        aria-label="Filter by function or source"
        placeholder="Function or source"
        className="w-47.5 flex-none border-border-strong"
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        before={<ListFilter size={13} aria-hidden />}
        after={filter.text === "" && <Kbd>/</Kbd>}
      />
      <Chips
        label="Kind"
        choices={kinds}
        chosen={filter.kinds}
        onChosen={(next) => onFilter({ ...filter, kinds: next })}
      />
      <Chips
        label="State"
        choices={states}
        chosen={filter.states}
        onChosen={(next) => onFilter({ ...filter, states: next })}
      />
    </div>
  );
}

function Chips({
  label,
  choices,
  chosen,
  onChosen,
}: {
  label: string;
  choices: readonly { value: string; count: number }[];
  chosen: readonly string[];
  onChosen(values: string[]): void;
}) {
  // A value that nothing has any more must be seen to be taken off.
  const gone = chosen.filter((value) => choices.every((choice) => choice.value !== value));
  const all = [...choices, ...gone.map((value) => ({ value, count: 0 }))];
  if (all.length < 2 && chosen.length === 0) return null;
  return (
    <span
      role="group"
      aria-label={label}
      className="flex flex-none flex-wrap items-center gap-1.5 max-md:flex-nowrap"
    >
      <span className="text-12 text-text-3">{label}</span>
      {all.map(({ value, count }) => {
        const isOn = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={isOn}
            onClick={() =>
              onChosen(isOn ? chosen.filter((one) => one !== value) : [...chosen, value])
            }
          >
            {value} <b>{formatFullCount(count)}</b>
          </button>
        );
      })}
    </span>
  );
}
