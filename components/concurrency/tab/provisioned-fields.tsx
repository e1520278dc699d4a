"use client";

import { CalendarClock, Plus } from "lucide-react";
import { useState } from "react";
import { useFunctionAddress } from "@/components/functions/use-function";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { provisionedOf, provisionedRange } from "@/lib/model/chosen-limits";
import { type FunctionConcurrency, provisionedProblem } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";
import { ProvisionedRow } from "./provisioned-row";
import { useProvisionable } from "./use-provisionable";

export interface ProvisionedFieldsProps {
  concurrency: FunctionConcurrency;
  chosen: ConcurrencyHolder;
  onChoose(qualifier: string, count: number | null): void;
  onEnter(): void;
  /** The price of keeping this many ready for 30 days, in words; undefined where it is not known. */
  priceOf(count: number): string | undefined;
  onTimetable(): void;
}

/** Provisioned concurrency: one entry for each alias or version that has some or is to have some, and adding another. */
export function ProvisionedFields(props: ProvisionedFieldsProps) {
  const { concurrency, chosen, onChoose, onEnter, priceOf, onTimetable } = props;
  const [isAdding, setAdding] = useState(false);
  const held = new Map(concurrency.provisioned.map((config) => [config.qualifier, config]));
  const qualifiers = [
    ...new Set([...held.keys(), ...chosen.provisioned.map((each) => each.qualifier)]),
  ];
  return (
    <section className="flex flex-col gap-2.5 px-4 py-3" aria-label="Provisioned concurrency">
      <div className="flex h-6 items-center justify-between">
        <h2 className="text-13 font-semibold">Provisioned concurrency</h2>
        {!isAdding && (
          <Button size="small" kind="ghost" icon={Plus} onClick={() => setAdding(true)}>
            Add
          </Button>
        )}
      </div>
      {qualifiers.length === 0 && !isAdding && (
        <p className="text-12 text-text-2">
          None: environments start when they are needed, and a first call waits for one.
        </p>
      )}
      {qualifiers.map((qualifier) => (
        <ProvisionedRow
          key={qualifier}
          qualifier={qualifier}
          config={held.get(qualifier)}
          chosen={provisionedOf(chosen, qualifier)}
          range={provisionedRange(concurrency, chosen, qualifier)}
          priceOf={priceOf}
          onChoose={(count) => onChoose(qualifier, count)}
          onEnter={onEnter}
        />
      ))}
      {isAdding && (
        <AddProvisioned
          concurrency={concurrency}
          chosen={chosen}
          priceOf={priceOf}
          onAdd={(qualifier, count) => {
            onChoose(qualifier, count);
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
      {qualifiers.length > 0 && (
        <div>
          <Button
            size="small"
            kind="ghost"
            icon={CalendarClock}
            className="-ml-2"
            onClick={onTimetable}
          >
            By the clock or by use{"\u2026"}
          </Button>
        </div>
      )}
    </section>
  );
}

function AddProvisioned({
  concurrency,
  chosen,
  priceOf,
  onAdd,
  onCancel,
}: Pick<ProvisionedFieldsProps, "concurrency" | "chosen" | "priceOf"> & {
  onAdd(qualifier: string, count: number): void;
  onCancel(): void;
}) {
  const { name } = useFunctionAddress();
  const options = useProvisionable(chosen);
  const [picked, setPicked] = useState<string>();
  const [count, setCount] = useState<number | undefined>(1);
  const qualifier = picked ?? options?.find(({ reason }) => !reason)?.qualifier;
  const range = provisionedRange(concurrency, chosen, qualifier ?? "");
  const problem = provisionedProblem(count ?? Number.NaN, range, 0);
  const price = count === undefined ? undefined : priceOf(count);
  if (options && qualifier === undefined)
    return (
      <Note>
        It needs a published version or an alias, and there is none to give it to.{" "}
        <Link href={`/functions/${encodeURIComponent(name)}/versions`} className="text-accent">
          Publish a version
        </Link>{" "}
        <button type="button" className="text-accent" onClick={onCancel}>
          Cancel
        </button>
      </Note>
    );
  return (
    <form
      className="flex flex-col gap-2 border-t border-grid pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (qualifier && count !== undefined && !problem) onAdd(qualifier, count);
      }}
    >
      <div className="flex gap-2">
        <Select
          aria-label="Alias or version"
          className="min-w-0 flex-1"
          value={qualifier ?? ""}
          onChange={setPicked}
          options={(options ?? []).map((option) => ({
            value: option.qualifier,
            label: option.reason ? `${option.label}: ${option.reason}` : option.label,
            group: option.kind,
            disabled: option.reason !== undefined,
          }))}
        />
        <NumberField
          stepper
          className="w-28"
          aria-label="Provisioned concurrency"
          aria-invalid={problem !== undefined}
          min={1}
          max={range?.max}
          value={count}
          onChange={setCount}
        />
      </div>
      {problem ? (
        <p role="alert" className="text-11 text-danger">
          {problem}
        </p>
      ) : (
        <p className="text-11 text-text-3">
          {range && `1 to ${formatFullCount(range.max)}. `}
          {price}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" disabled={!qualifier || problem !== undefined}>
          Add
        </Button>
        <Button kind="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
