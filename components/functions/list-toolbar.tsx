"use client";

import { ListFilter, Plus } from "lucide-react";
import { useMemo, useState, type ReactNode, type Ref } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { FilterChip } from "@/components/ui/filter-chip";
import { Kbd } from "@/components/ui/kbd";
import { Popover } from "@/components/ui/menu";
import { formatFullCount } from "@/lib/model/format";
import {
  filterChoices,
  hasTrouble,
  type FunctionFilter,
  type ListedFunction,
  type Trouble,
} from "@/lib/model/function-filter";
import { bestMatches } from "@/lib/model/match-words";

export interface ListToolbarProps {
  rows: readonly ListedFunction[];
  filter: FunctionFilter;
  onFilter(filter: FunctionFilter): void;
  nowMs: number;
  inputRef: Ref<HTMLInputElement>;
  isAdding: boolean;
  setAdding(open: boolean): void;
}

const facets = [
  { key: "tags", label: "tag" },
  { key: "runtimes", label: "runtime" },
  { key: "states", label: "state" },
] as const;
type Facet = (typeof facets)[number]["key"];

/** Name filter, one chip per filter, quick filters for trouble, legend. */
export function ListToolbar({
  rows,
  filter,
  onFilter,
  nowMs,
  inputRef,
  isAdding,
  setAdding,
}: ListToolbarProps) {
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-2 px-4 py-2 max-md:flex-nowrap max-md:overflow-x-auto">
      <Input
        ref={inputRef}
        size="small"
        aria-label="Filter by name"
        placeholder="Filter by name"
        className="w-47.5 flex-none border-border-strong"
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        before={<ListFilter size={13} aria-hidden />}
        after={filter.text === "" && <Kbd>/</Kbd>}
      />
      {facets.map(
        ({ key, label }) =>
          filter[key].length > 0 && (
            <FilterChip
              key={key}
              label={label}
              values={filter[key]}
              onRemove={() => onFilter({ ...filter, [key]: [] })}
            />
          ),
      )}
      <Popover
        open={isAdding}
        onOpenChange={setAdding}
        label="Add a filter"
        trigger={
          <Button size="small" className="border-dashed font-normal text-text-2" icon={Plus}>
            Filter
          </Button>
        }
      >
        {() => <FacetChooser rows={rows} filter={filter} onFilter={onFilter} />}
      </Popover>
      <QuickFilters rows={rows} filter={filter} onFilter={onFilter} nowMs={nowMs} />
      <Legend />
    </div>
  );
}

function FacetChooser({
  rows,
  filter,
  onFilter,
}: Pick<ListToolbarProps, "rows" | "filter" | "onFilter">) {
  const [text, setText] = useState("");
  const choices = filterChoices(rows);
  const toggle = (key: Facet, value: string) => {
    const values: readonly string[] = filter[key];
    const next = values.includes(value)
      ? values.filter((one) => one !== value)
      : [...values, value];
    onFilter({ ...filter, [key]: next });
  };
  const found = facets.map(({ key, label }) => ({
    key,
    label,
    values: bestMatches(choices[key], text, ([value]) => value, 12),
  }));
  return (
    <div className="w-72 p-1">
      <Input
        size="small"
        className="w-full"
        aria-label="Find a tag, runtime or state"
        placeholder="Tag, runtime, state"
        value={text}
        onChange={setText}
        autoFocus
      />
      {found.map(
        ({ key, label, values }) =>
          values.length > 0 && (
            <fieldset key={key}>
              <legend className="pop-label">{label}</legend>
              {values.map(([value, count]) => (
                <div key={value} className="flex min-h-7 items-center justify-between gap-2 px-2">
                  <Checkbox
                    label={<span className="truncate">{value}</span>}
                    checked={filter[key].includes(value)}
                    onChange={() => toggle(key, value)}
                  />
                  <span className="text-11 text-text-3">{formatFullCount(count)}</span>
                </div>
              ))}
            </fieldset>
          ),
      )}
      {found.every(({ values }) => values.length === 0) && (
        <p className="p-2 text-12 text-text-3">Nothing matches.</p>
      )}
    </div>
  );
}

const quick: { trouble: Trouble; label: ReactNode; className: string }[] = [
  { trouble: "throttled", label: "Throttled", className: "text-limit" },
  { trouble: "errors", label: "Error rate over 0.1 %", className: "text-danger" },
  { trouble: "old-runtime", label: "Old runtime", className: "text-warn" },
];

function QuickFilters({
  rows,
  filter,
  onFilter,
  nowMs,
}: Pick<ListToolbarProps, "rows" | "filter" | "onFilter" | "nowMs">) {
  const counts = useMemo(
    () => quick.map(({ trouble }) => rows.filter((row) => hasTrouble(row, trouble, nowMs)).length),
    [rows, nowMs],
  );
  const found = quick
    .map((one, index) => ({ ...one, count: counts[index] ?? 0 }))
    .filter(({ trouble, count }) => count > 0 || filter.trouble.includes(trouble));
  if (found.length === 0) return null;
  return (
    <>
      <span className="h-4 w-px flex-none bg-border-strong" />
      <span className="text-12 text-text-3 max-md:hidden">Quick:</span>
      {found.map(({ trouble, label, className, count }) => {
        const isOn = filter.trouble.includes(trouble);
        return (
          <button
            key={trouble}
            type="button"
            className="chip"
            aria-pressed={isOn}
            onClick={() =>
              onFilter({
                ...filter,
                trouble: isOn
                  ? filter.trouble.filter((one) => one !== trouble)
                  : [...filter.trouble, trouble],
              })
            }
          >
            {label} <b className={className}>{formatFullCount(count)}</b>
          </button>
        );
      })}
    </>
  );
}

function Legend() {
  return (
    <span className="ml-auto flex items-center gap-3 text-11 whitespace-nowrap text-text-2 max-xl:hidden">
      <span className="flex items-center gap-1">
        <i className="size-2.25 bg-observed" />
        p99 used
      </span>
      <span className="flex items-center gap-1">
        <i className="h-2.75 w-0.5 bg-text" />
        peak
      </span>
      <span className="flex items-center gap-1">
        <i className="h-0.75 w-2.5 bg-provisioned" />
        provisioned
      </span>
      <span>{"\u25c7"} SQS maximum</span>
    </span>
  );
}
