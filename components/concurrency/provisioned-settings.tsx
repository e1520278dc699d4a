"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useVersions } from "@/components/functions/qualifier-picker";
import { type Confirmation, useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import type { Change } from "@/lib/model/change";
import {
  type AllowedRange,
  type FunctionConcurrency,
  provisionedProblem,
} from "@/lib/model/concurrency-limits";
import { formatFullCount, formatMonthlyMoney } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { priceRegion, provisionedCostUsd } from "@/lib/model/lambda-price";
import { provisionable } from "@/lib/model/provisionable";
import { ProvisionedRow } from "./provisioned-row";

const monthSeconds = 30 * 86_400;

/** Provisioned concurrency: one entry for each alias or version that has some, and adding another. */
export function ProvisionedSettings({
  concurrency,
  detail,
}: {
  concurrency: FunctionConcurrency;
  detail: FunctionDetail | undefined;
}) {
  const { name } = useFunctionAddress();
  const { dialog, ask } = useConfirm();
  const [isAdding, setAdding] = useState(false);
  const locked = useLocked();
  const range = concurrency.allowed?.provisioned;

  /** The monthly price of keeping this many ready. */
  const monthly = (count: number) =>
    detail ? provisionedCostUsd(detail, count, monthSeconds) : undefined;
  const change = (
    qualifier: string,
    before: number | null,
    after: number | null,
    onDone?: () => void,
  ) =>
    ask(
      confirmation({
        name,
        qualifier,
        before,
        after,
        monthlyUsd: after === null ? undefined : monthly(after),
        priceRegion: detail && priceRegion(detail),
        onDone,
      }),
    );

  return (
    <section className="flex flex-col gap-3 p-4" aria-label="Provisioned concurrency">
      <div className="flex items-center justify-between">
        <h2 className="text-13 font-semibold">Provisioned concurrency</h2>
        {!isAdding && (
          <Button size="small" icon={Plus} locked={locked} onClick={() => setAdding(true)}>
            Add
          </Button>
        )}
      </div>
      {concurrency.provisioned.length === 0 && !isAdding && (
        <p className="text-12 text-text-2">
          None: environments start when they are needed, and a first call waits for one.
        </p>
      )}
      {concurrency.provisioned.map((config) => (
        <ProvisionedRow
          key={config.qualifier}
          config={config}
          range={range}
          locked={locked}
          monthlyUsd={monthly(config.requested)}
          onChange={(after, onDone) => change(config.qualifier, config.requested, after, onDone)}
        />
      ))}
      {isAdding && (
        <AddProvisioned
          name={name}
          configured={concurrency.provisioned.map(({ qualifier }) => qualifier)}
          range={range}
          monthly={monthly}
          onAdd={(qualifier, count) => change(qualifier, null, count, () => setAdding(false))}
          onCancel={() => setAdding(false)}
        />
      )}
      {dialog}
    </section>
  );
}

function confirmation({
  name,
  qualifier,
  before,
  after,
  monthlyUsd,
  priceRegion: region,
  onDone,
}: {
  name: string;
  qualifier: string;
  before: number | null;
  after: number | null;
  monthlyUsd: number | undefined;
  priceRegion: string | undefined;
  onDone?(): void;
}): Confirmation {
  const inWords = (count: number | null) => (count === null ? "none" : formatFullCount(count));
  return {
    title:
      after === null
        ? `Remove the provisioned concurrency of ${qualifier}?`
        : `Change the provisioned concurrency of ${qualifier}?`,
    values: [
      {
        label: `Provisioned concurrency of ${name}:${qualifier}`,
        before: inWords(before),
        after: inWords(after),
      },
    ],
    action: after === null ? "Remove" : "Save",
    note:
      after === null ? (
        <Note>Calls then wait for an environment to start when none is free.</Note>
      ) : (
        monthlyUsd !== undefined && (
          <Note>
            Keeping {formatFullCount(after)} ready costs {formatMonthlyMoney(monthlyUsd)} in 30 days
            on AWS, used or not (list price of {region}), besides the calls themselves.
          </Note>
        )
      ),
    act: () =>
      sendJson<{ change: Change }>("PUT", functionPath(name, "/concurrency/provisioned"), {
        qualifier,
        provisionedConcurrency: after,
        expected: before,
      }),
    onDone,
  };
}

function AddProvisioned({
  name,
  configured,
  range,
  monthly,
  onAdd,
  onCancel,
}: {
  name: string;
  configured: readonly string[];
  range: AllowedRange | undefined;
  monthly(count: number): number | undefined;
  onAdd(qualifier: string, count: number): void;
  onCancel(): void;
}) {
  const { data } = useVersions(name);
  const [chosen, setChosen] = useState<string>();
  const [count, setCount] = useState<number | undefined>(1);
  const options = data ? provisionable(data, configured) : [];
  const qualifier = chosen ?? options.find(({ reason }) => !reason)?.qualifier;
  const problem = provisionedProblem(count ?? Number.NaN, range, 0);
  const price = count === undefined ? undefined : monthly(count);
  if (data && qualifier === undefined)
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
          onChange={setChosen}
          options={options.map((option) => ({
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
          {price !== undefined && `${formatMonthlyMoney(price)} in 30 days on AWS.`}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" kind="primary" disabled={!qualifier || problem !== undefined}>
          Add…
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
