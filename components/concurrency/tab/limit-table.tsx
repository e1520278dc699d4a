"use client";

import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { formatCount, formatFullCount, plain } from "@/lib/model/format";
import type { LimitRow } from "@/lib/simulator/cost-curve";

/** Reservations side by side; a click chooses one. */
export function LimitTable({
  rows,
  now,
  chosen,
  suggested,
  replayed,
  onChoose,
}: {
  rows: readonly LimitRow[];
  now: number | null;
  chosen: number | null;
  suggested: number | undefined;
  replayed: string;
  onChoose(reserved: number): void;
}) {
  return (
    <section aria-label="Reserved: what each limit covers" className="min-w-0">
      <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1">
        <h2 className="text-12 font-semibold">Reserved: what each limit covers</h2>
        <span className="text-11 whitespace-nowrap text-text-3">last {replayed}</span>
      </div>
      <Table label="What each reservation covers">
        <thead>
          <tr>
            <th scope="col" className="w-38">
              Reserved
            </th>
            <th scope="col" className="num">
              Minutes over
            </th>
            <th scope="col" className="num">
              Throttles/day
            </th>
            <th scope="col" className="num">
              Left in pool
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ reservedConcurrency: reserved, stepsOver, throttlesPerDay, leftInPool }) => (
            <tr
              key={reserved}
              aria-selected={reserved === chosen}
              className="cursor-pointer"
              onClick={() => onChoose(reserved)}
            >
              <td>
                <button
                  type="button"
                  className={`mr-1 font-medium ${reserved === chosen ? "font-semibold text-pend" : ""}`}
                  aria-label={`Choose ${reserved}`}
                  onClick={(event) => {
                    event.stopPropagation();
                    onChoose(reserved);
                  }}
                >
                  {formatFullCount(reserved)}
                </button>{" "}
                {reserved === now && <Badge>now</Badge>}{" "}
                {reserved === chosen && reserved !== now && <Badge tone="accent">selected</Badge>}{" "}
                {reserved === suggested && <Badge tone="ok">suggested</Badge>}
              </td>
              <td className="num">{plain(formatCount(stepsOver))}</td>
              <td className={`num ${throttlesPerDay > 0 ? "font-medium text-limit" : ""}`}>
                {plain(formatCount(Math.ceil(throttlesPerDay)))}
              </td>
              <td className="num">{formatFullCount(leftInPool)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
