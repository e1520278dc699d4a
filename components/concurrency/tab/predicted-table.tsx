"use client";

import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Quantity } from "@/components/ui/quantity";
import type { PredictedRow } from "./predicted-rows";

export const trendClass = {
  better: "text-ok",
  worse: "text-limit",
  changed: "text-text",
  same: "text-text",
};
const trendWord = { better: "better", worse: "worse", changed: undefined, same: undefined };

/** What the chosen limits would have done to the replayed traffic, beside what the present ones did. */
export function PredictedTable({
  rows,
  replayed,
  children,
}: {
  rows: readonly PredictedRow[];
  /** `7 d at x1.4` */
  replayed: string;
  children?: ReactNode;
}) {
  return (
    <section className="px-4 py-3" aria-label="Predicted">
      <h2 className="mb-1.5 flex items-center gap-2 text-13 font-semibold">
        Predicted <Badge>{replayed}</Badge>
      </h2>
      <table className="w-full text-12">
        <thead>
          <tr className="text-11 text-text-3">
            <td />
            <th scope="col" className="text-right font-medium">
              now
            </th>
            <th scope="col" className="w-21 text-right font-medium">
              after
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, now, after, trend }) => (
            <tr key={label}>
              <th scope="row" className="py-1 text-left font-normal">
                {label}
              </th>
              <td className="py-1 text-right text-text-3">
                <Quantity of={now} />
              </td>
              <td className={`py-1 text-right font-semibold ${trendClass[trend]}`}>
                <Quantity of={after} />
                {trendWord[trend] && <span className="sr-only"> {trendWord[trend]}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {children !== undefined && <div className="mt-2 flex flex-col gap-2">{children}</div>}
    </section>
  );
}
