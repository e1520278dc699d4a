"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { Link } from "@/components/ui/link";
import { Quantity } from "@/components/ui/quantity";
import { ColumnHead, Table } from "@/components/ui/table";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { changeKey, type PlannedChange, settingLabel } from "@/lib/model/concurrency-plan";
import { formatCount } from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import type { BoardSort } from "./board-view";
import { handlesOf, rangeOfHandle } from "./handles";
import { predictedIds, predictedValues } from "./predicted-values";
import { PredictionCell } from "./prediction-cells";
import { SettingField } from "./setting-field";

const rowHeight = 40;
const sortOfColumn: Partial<Record<(typeof predictedIds)[number], BoardSort>> = {
  throttles: "throttles",
  cost: "cost",
};

/** The board as numbers: every limit is a field, every prediction a column. */
export function BoardTable({
  lanes,
  account,
  sort,
  onSort,
  onSet,
  onExplain,
}: {
  lanes: readonly BoardLane[];
  account: AccountConcurrency | undefined;
  sort: BoardSort;
  onSort(sort: BoardSort): void;
  onSet(change: PlannedChange): void;
  onExplain(functionName: string): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight + 30 * Math.max(0, extraLines(lanes[index])),
    overscan: 6,
    getItemKey: (index) => lanes[index]?.now.name ?? index,
  });
  const shown = rows.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const head = (label: string, by: BoardSort, number = true) => (
    <ColumnHead
      number={number}
      sorted={sort === by ? (by === "name" ? "ascending" : "descending") : undefined}
      onSort={() => onSort(by)}
    >
      {label}
    </ColumnHead>
  );
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div className="min-w-260">
        <Table label="Concurrency of each function" rowCount={lanes.length + 1}>
          <colgroup>
            <col style={{ width: 190 }} />
            <col style={{ width: 110 }} />
            <col style={{ width: 170 }} />
            <col style={{ width: 170 }} />
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {head("Function", "name", false)}
              {head("Reserved", "reserved", false)}
              <th scope="col">Provisioned</th>
              <th scope="col">SQS maximum</th>
              <th scope="col" className="num">
                Average
              </th>
              <th scope="col" className="num">
                p99
              </th>
              {head("Maximum", "peak")}
              {predictedIds.map((id) => {
                const by = sortOfColumn[id];
                const { label } = predictedValues[id];
                return by ? (
                  <ColumnHead
                    key={id}
                    number
                    sorted={sort === by ? "descending" : undefined}
                    onSort={() => onSort(by)}
                  >
                    {label}
                  </ColumnHead>
                ) : (
                  <th key={id} scope="col" className="num">
                    {label}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody className="board-rows">
            <tr aria-hidden style={{ height: above }} />
            {shown.map(({ index }) => {
              const lane = lanes[index];
              if (!lane) return null;
              return (
                <BoardRow
                  key={lane.now.name}
                  lane={lane}
                  rowIndex={index + 2}
                  account={account}
                  onSet={onSet}
                  onExplain={onExplain}
                />
              );
            })}
            <tr aria-hidden style={{ height: below }} />
          </tbody>
        </Table>
      </div>
    </div>
  );
}

function extraLines(lane: BoardLane | undefined): number {
  return Math.max(lane?.after.provisioned.length ?? 0, lane?.now.queues.length ?? 0) - 1;
}

function BoardRow({
  lane,
  rowIndex,
  account,
  onSet,
  onExplain,
}: {
  lane: BoardLane;
  rowIndex: number;
  account: AccountConcurrency | undefined;
  onSet(change: PlannedChange): void;
  onExplain(functionName: string): void;
}) {
  const { now, after, demand, predicted } = lane;
  const handles = handlesOf(now, after);
  const fields = (kind: PlannedChange["kind"]) =>
    handles
      .filter((handle) => handle.kind === kind)
      .map((handle) => (
        <span key={changeKey(handle)} className="flex items-center gap-1.5 py-0.5">
          <SettingField
            handle={handle}
            range={rangeOfHandle(handle, after, account)}
            label={`${now.name}: ${settingLabel(handle)}`}
            className="w-18"
            onSet={onSet}
          />
          {handle.kind !== "reserved" && (
            <span className="min-w-0 truncate text-11 text-text-3" title={settingLabel(handle)}>
              {handle.kind === "provisioned" ? handle.qualifier : handle.queueName}
            </span>
          )}
        </span>
      ));
  const figure = (value: number | undefined) => (
    <td className="num">
      <Quantity of={formatCount(value === undefined ? undefined : Math.round(value))} />
    </td>
  );
  return (
    <tr aria-rowindex={rowIndex}>
      <td>
        <Link
          href={`/functions/${encodeURIComponent(now.name)}/concurrency`}
          prefetch={false}
          className="font-medium hover:underline"
          title={now.name}
        >
          {now.name}
        </Link>
        {now !== after && (
          <>
            <i className="dot dot-pend ml-1.5" aria-hidden />
            <span className="sr-only">changed in the plan</span>
          </>
        )}
      </td>
      <td>{fields("reserved")}</td>
      <td>{fields("provisioned")}</td>
      <td>{fields("queue-maximum")}</td>
      {figure(demand?.average)}
      {figure(demand?.shares.p99)}
      {figure(demand?.shares.max)}
      {predictedIds.map((id) => (
        <td key={id} className="num">
          {predicted && (
            <button
              type="button"
              className="prediction-button"
              title={`How ${predictedValues[id].name} of ${now.name} was computed`}
              onClick={() => onExplain(now.name)}
            >
              <PredictionCell id={id} now={predicted.now} after={predicted.after} />
            </button>
          )}
        </td>
      ))}
    </tr>
  );
}
