"use client";

import { useMemo, useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import type { AccountConcurrency } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";
import { settingsAfter } from "@/lib/model/settings-after";
import type { BoardLane } from "./board-lane";
import { demandShares } from "./demand";
import { type DragPreview, usePreview } from "./drag-preview";
import { accountAfter, namesWithDivider, slicesOf } from "./pool";
import { SliceBox, UnreservedBox } from "./pool-boxes";
import { PoolDivider } from "./pool-divider";

/**
 * The account's limit to scale: each reservation with what its function used, then what all others share, with the
 * part that AWS keeps. A divider takes from the pool or gives to it; with Alt it trades with the next slice.
 */
export function PoolBar({
  lanes,
  account,
  peakConcurrency,
  factor,
  preview,
  isPhone,
  onSettle,
}: {
  lanes: readonly BoardLane[];
  account: AccountConcurrency;
  peakConcurrency: number | undefined;
  factor: number;
  preview: DragPreview;
  /** Without dividers to drag: fingers step the numbers instead. */
  isPhone: boolean;
  onSettle(): void;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const moving = usePreview(preview);
  const settled = useMemo(() => lanes.map(({ after }) => after), [lanes]);
  const after = useMemo(
    () => (moving.length === 0 ? settled : settled.map((lane) => settingsAfter(lane, moving))),
    [settled, moving],
  );
  const slices = slicesOf(after);
  const [atHand, setAtHand] = useState<string>();
  const byName = useMemo(() => new Map(lanes.map((lane) => [lane.now.name, lane])), [lanes]);
  const { limit, floor } = account;
  const { unreserved } = accountAfter(account, settled, after);
  const shared = useMemo(() => sharedDemand(lanes), [lanes]);
  const x = (count: number) => (count / Math.max(1, limit)) * width;
  const poolX = x(limit - unreserved);
  // By what is planned, not by the drag under way: no divider comes or goes under the pointer.
  const divided = namesWithDivider(slicesOf(settled), x(1), atHand);
  const members = after.filter(({ reserved }) => reserved === null).length;
  return (
    <section aria-label="Account pool" className="pool">
      <div className="pool-head">
        <h2 className="font-semibold">Account pool</h2>
        <span className="text-text-2">
          <b className="font-medium text-text">{formatFullCount(limit - unreserved)}</b> reserved in{" "}
          {slices.length} {slices.length === 1 ? "slice" : "slices"} {"\u00b7"}{" "}
          <b className="font-medium text-text">{formatFullCount(unreserved)}</b> unreserved
        </span>
        {peakConcurrency !== undefined && (
          <span className="text-text-3 max-md:hidden">
            Predicted account peak{" "}
            <b className="font-medium text-text-2">
              {formatFullCount(Math.round(peakConcurrency))}
            </b>{" "}
            at {"\u00d7"}
            {factor}
          </span>
        )}
        <span className="flex-1" />
        <PoolLegend />
      </div>
      <div ref={ref} className={`relative ${isPhone ? "h-8" : "h-18.5"}`}>
        <svg
          width={width}
          height={74}
          // A phone has no room for the names and figures around the bar.
          viewBox={isPhone ? `0 27 ${width} 74` : undefined}
          className="absolute inset-0"
          aria-hidden="true"
        >
          {slices.map((slice) => (
            <SliceBox
              key={slice.lane.name}
              slice={slice}
              lane={byName.get(slice.lane.name)}
              x={x(slice.start)}
              width={x(slice.reserved)}
              unitPx={width / Math.max(1, limit)}
              isNamed={!isPhone}
            />
          ))}
          <UnreservedBox
            x={poolX}
            width={Math.max(0, width - poolX)}
            floorWidth={x(Math.min(floor, unreserved))}
            p99={x(shared.p99)}
            peak={x(shared.max)}
            isNamed={!isPhone}
            words={[
              `${formatFullCount(unreserved)} for ${members} ${members === 1 ? "function" : "functions"}`,
              `min ${formatFullCount(floor)} stays`,
            ]}
          />
          {(isPhone ? [] : ticksTo(limit)).map((tick) => (
            <text
              key={tick}
              x={x(tick)}
              y={71}
              textAnchor={tick === 0 ? "start" : tick === limit ? "end" : "middle"}
              className="strip-label"
            >
              {formatFullCount(tick)}
            </text>
          ))}
        </svg>
        {!isPhone &&
          slices.map((slice, index) =>
            divided.has(slice.lane.name) ? (
              <PoolDivider
                key={slice.lane.name}
                slice={slice}
                next={slices[index + 1]}
                lane={byName.get(slice.lane.name)}
                nextNow={byName.get(slices[index + 1]?.lane.name ?? "")?.now}
                account={account}
                x={x(slice.start + slice.reserved)}
                unitPx={x(1)}
                preview={preview}
                onSettle={onSettle}
                onFocus={() => setAtHand(slice.lane.name)}
              />
            ) : null,
          )}
      </div>
    </section>
  );
}

/** The concurrency all functions without a reservation wanted together: their peaks added up, so at most this. */
function sharedDemand(lanes: readonly BoardLane[]) {
  const members = lanes.flatMap(({ after, demand }) =>
    after.reserved === null && demand ? [demand.perStep] : [],
  );
  const sum = new Float32Array(members[0]?.length ?? 0);
  for (const perStep of members)
    for (let step = 0; step < sum.length; step++) sum[step]! += perStep[step] ?? 0;
  return demandShares(sum);
}

function PoolLegend() {
  return (
    <span className="flex gap-3 text-11 text-text-2 max-lg:hidden" aria-hidden>
      <span className="flex items-center gap-1">
        <i className="size-2.25 rounded-1 bg-observed-soft" /> observed p99
      </span>
      <span className="flex items-center gap-1">
        <i className="h-2.75 w-0.5 bg-text" /> peak
      </span>
      <span className="flex items-center gap-1">
        <i className="h-2.75 w-0.75 rounded-1 bg-reserved" /> drag to resize
      </span>
    </span>
  );
}

/** Round numbers from 0 to the limit, at most about ten apart. */
function ticksTo(limit: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, limit / 5)));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => limit / one <= 10) ?? limit;
  const ticks = [];
  for (let tick = 0; tick <= limit - step / 2; tick += step) ticks.push(tick);
  return [...ticks, limit];
}
