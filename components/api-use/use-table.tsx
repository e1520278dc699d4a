"use client";

import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Quantity } from "@/components/ui/quantity";
import { ColumnHead, Table } from "@/components/ui/table";
import { budgetRangeUsd, pricesAsOf } from "@/lib/model/api-use";
import { callsIn, tableOfUse } from "@/lib/model/api-use-rows";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { useApiUse, useSetBudget } from "./use-api-use";

/** What Lambdeck asked of the connection today, what that costs, and how much it may cost. */
export default function UseTable() {
  const { connection } = useSession();
  // Opening the table reads anew what the status bar may have known for a while.
  const { data: use } = useApiUse();
  if (!use) return null;
  const { today, before, isBilled } = use;
  const calls = today.lines.filter(({ item }) => item.includes(":"));
  return (
    <div className="flex max-h-[70vh] w-88 max-w-full flex-col gap-3 overflow-auto p-3 text-12">
      <div>
        <h2 className="text-13 font-semibold">What Lambdeck asked for today</h2>
        <p className="text-text-3">
          {connection?.label} ({connection?.region}), since 00:00 UTC.{" "}
          {!isBilled && "Nobody is billed for it here; on AWS it would cost this."}
        </p>
      </div>
      <Table label="What Lambdeck asked for today" compact>
        <thead>
          <tr>
            <ColumnHead width="56%">What</ColumnHead>
            <ColumnHead number>How many</ColumnHead>
            <ColumnHead number>List price</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {tableOfUse(today).map(({ label, amount, costUsd }) => (
            <tr key={label}>
              <td>{label}</td>
              <td className="num">
                <Quantity of={amount} />
              </td>
              <td className="num">
                {costUsd === 0 ? <span className="text-text-3">free</span> : formatMoney(costUsd)}
              </td>
            </tr>
          ))}
          <tr className="font-semibold">
            <td colSpan={2}>Today</td>
            <td className="num">{formatMoney(today.costUsd)}</td>
          </tr>
        </tbody>
      </Table>
      <BudgetField budgetUsd={use.budgetUsd} key={use.budgetUsd} />
      <details>
        <summary className="cursor-pointer text-text-2">
          Calls by operation: {formatFullCount(callsIn(today))}
        </summary>
        <ul className="mono mt-1 text-11">
          {calls.map(({ item, amount }) => (
            <li key={item} className="flex justify-between gap-3">
              <span>{item.replace(":", " ")}</span>
              <span>{formatFullCount(amount)}</span>
            </li>
          ))}
        </ul>
      </details>
      {before.length > 0 && (
        <details>
          <summary className="cursor-pointer text-text-2">Days before</summary>
          <ul className="mt-1">
            {before.map(({ day, costUsd }) => (
              <li key={day} className="flex justify-between gap-3">
                <span>{day}</span>
                <span>{formatMoney(costUsd)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="text-11 text-text-3">List prices of {pricesAsOf}.</p>
    </div>
  );
}

/** The budget as it is, and as it would be. */
function BudgetField({ budgetUsd }: { budgetUsd: number | null }) {
  const [text, setText] = useState(budgetUsd === null ? "" : String(budgetUsd));
  const { mutate: setBudget, isPending } = useSetBudget();
  const wanted = text.trim() === "" ? null : Number(text.replace(",", "."));
  const { least, most } = budgetRangeUsd;
  const isOut = wanted !== null && !(wanted >= least && wanted <= most);
  const isChanged = wanted !== budgetUsd;
  const now = inWords(budgetUsd);
  const save = () => {
    if (isChanged && !isOut) setBudget(wanted);
  };
  return (
    <Field
      label="Daily budget"
      hint="At the budget, reads that cost wait for the next day; free ones go on. Empty: no limit."
      problem={isOut ? `A budget is $${least} to $${formatFullCount(most)} a day.` : undefined}
    >
      {(ids) => (
        <div className="flex items-center gap-2">
          <Input
            {...ids}
            className="w-28"
            value={text}
            onChange={setText}
            before="$"
            placeholder="no limit"
            changed={isChanged}
            onEnter={save}
          />
          {isChanged && !isOut ? (
            <Button size="small" kind="primary" busy={isPending} onClick={save}>
              {`Set ${now} \u2192 ${inWords(wanted)}`}
            </Button>
          ) : (
            <span className="text-text-3">{`now ${now}`}</span>
          )}
        </div>
      )}
    </Field>
  );
}

function inWords(budgetUsd: number | null): string {
  return budgetUsd === null ? "no limit" : `${formatMoney(budgetUsd)} a day`;
}
