"use client";

import { useSession } from "@/components/shell/session";
import { Quantity } from "@/components/ui/quantity";
import { Table } from "@/components/ui/table";
import { formatCount, formatDateTime, formatFullCount, formatPercent } from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import { holdersAt, type TimelineSeries } from "./timeline";
import { reservedOf, whyRefused } from "./why-refused";

const mostRows = 20;

/** Who held the concurrency of the chosen minute, and what refused whoever was refused. */
export function HolderTable({
  lanes,
  series,
  step,
  startMs,
  stepMs,
  limit,
  colours,
}: {
  lanes: readonly BoardLane[];
  series: readonly TimelineSeries[];
  step: number | undefined;
  startMs: number;
  stepMs: number;
  limit: number | undefined;
  colours: ReadonlyMap<string, string>;
}) {
  const { zone } = useSession();
  if (step === undefined)
    return (
      <p className="p-4 text-12 text-text-3">
        Click a minute, or go to it with the arrow keys and press Enter, to see who held the
        concurrency then.
      </p>
    );
  const holders = holdersAt(series, step);
  const running = holders.reduce((sum, holder) => sum + holder.running, 0);
  const timeMs = startMs + step * stepMs;
  return (
    <section aria-label="Holders" className="flex-none px-4 pb-4">
      <div aria-live="polite">
        <h2 className="pt-2 pb-1 text-12 font-semibold">
          {formatDateTime(timeMs, zone, timeMs)}: {formatFullCount(Math.round(running))}
          {limit !== undefined && ` of ${formatFullCount(limit)}`} running at most
        </h2>
        <ul className="pb-2 text-12 text-text-2">
          {holders
            .filter(({ throttled }) => throttled >= 0.5)
            .map((holder) => (
              <li key={holder.name}>{whyRefused(holder, holders, lanes)}</li>
            ))}
        </ul>
      </div>
      <Table label="Who held the concurrency" compact>
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col" className="num">
              Running at once
            </th>
            <th scope="col" className="num">
              Share
            </th>
            <th scope="col" className="num">
              Reserved
            </th>
            <th scope="col" className="num">
              Throttled
            </th>
          </tr>
        </thead>
        <tbody>
          {holders.slice(0, mostRows).map((holder) => (
            <tr key={holder.name}>
              <td>
                <i
                  aria-hidden
                  className="mr-1.5 inline-block size-2 rounded-1"
                  style={{ background: colours.get(holder.name) ?? "var(--c-observed-soft)" }}
                />
                {holder.name}
              </td>
              <td className="num">
                <Quantity of={formatCount(Math.round(holder.running))} />
              </td>
              <td className="num">
                <Quantity of={formatPercent(running > 0 ? holder.running / running : null)} />
              </td>
              <td className="num">
                <Quantity of={formatCount(reservedOf(holder.name, lanes))} />
              </td>
              <td className={`num ${holder.throttled >= 0.5 ? "text-limit" : ""}`}>
                <Quantity of={formatCount(Math.round(holder.throttled))} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {holders.length > mostRows && (
        <p className="pt-1 text-11 text-text-3">and {holders.length - mostRows} with less.</p>
      )}
    </section>
  );
}
