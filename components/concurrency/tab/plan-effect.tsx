import { Quantity } from "@/components/ui/quantity";
import type { PredictedRow } from "./predicted-rows";
import { trendClass } from "./predicted-table";

/** What the planned limits would do, as far as it differs: `Throttles per day 14.2 K -> 96`. */
export function PlanEffect({ rows }: { rows: readonly PredictedRow[] }) {
  const changed = rows.filter(({ trend }) => trend !== "same");
  if (changed.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {changed.map(({ label, now, after, trend }) => (
        <li key={label}>
          {label} <Quantity of={now} /> {"\u2192"}{" "}
          <b className={trendClass[trend]}>
            <Quantity of={after} />
          </b>
        </li>
      ))}
    </ul>
  );
}
