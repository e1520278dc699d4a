"use client";

import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { formatFullCount } from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import type { DragPreview } from "./drag-preview";
import { rangeOfHandle } from "./handles";
import { leastNamedPx, type Slice, tradeRange } from "./pool";
import { throttlesInWords } from "./predicted-values";
import { SliderHandle } from "./slider-handle";

/** The end of a slice, to be moved. */
export function PoolDivider({
  slice,
  next,
  lane,
  nextNow,
  account,
  x,
  unitPx,
  preview,
  onSettle,
  onFocus,
}: {
  slice: Slice;
  next: Slice | undefined;
  lane: BoardLane | undefined;
  nextNow: BoardLane["now"] | undefined;
  account: AccountConcurrency;
  x: number;
  unitPx: number;
  preview: DragPreview;
  onSettle(): void;
  onFocus(): void;
}) {
  if (!lane) return null;
  const { now, after } = lane;
  const reserve = ({ name, reserved }: BoardLane["now"], to: number | null) =>
    ({ kind: "reserved", functionName: name, before: reserved, after: to }) satisfies PlannedChange;
  const handle = reserve(now, after.reserved);
  const move = (value: number | null, isTrade: boolean) => {
    const changes: PlannedChange[] = [reserve(now, value)];
    if (isTrade && next && nextNow && value !== null)
      changes.push(reserve(nextNow, slice.reserved + next.reserved - value));
    preview.set(changes);
  };
  return (
    <span className="contents" onFocus={onFocus}>
      <SliderHandle
        kind="divider"
        label={`${now.name} reserved, in the account pool`}
        valueText={`${now.name} reserved ${formatFullCount(slice.reserved)}, ${throttlesInWords(lane.predicted?.after)}`}
        value={slice.reserved}
        before={now.reserved}
        range={rangeOfHandle(handle, after, account)}
        tradeRange={
          next && {
            ...tradeRange(slice, next),
            reason: `Both have ${slice.reserved + next.reserved} together, and neither can go below what is provisioned.`,
          }
        }
        x={x}
        originX={x - slice.reserved * unitPx}
        unitPx={unitPx}
        removable
        onMove={move}
        onSettle={onSettle}
        onCancel={() => preview.clear()}
      />
      {slice.reserved * unitPx < leastNamedPx && (
        <span className="pool-label" style={{ left: x }} aria-hidden>
          {now.name} {formatFullCount(slice.reserved)}
        </span>
      )}
    </span>
  );
}
