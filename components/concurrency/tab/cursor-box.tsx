"use client";

import { plotLeft } from "@/components/chart/chart-definition";
import { type ChartCursor, useCursorStep } from "@/components/chart/cursor";
import { useSession } from "@/components/shell/session";
import { formatClock, formatCount, formatDay, formatFullCount, plain } from "@/lib/model/format";
import type { Prediction } from "@/lib/simulator/prediction";
import type { DemandGroup, DrawnDemand } from "./demand-points";
import { type DemandScale, yOf } from "./demand-scale";

export interface CursorBoxProps {
  cursor: ChartCursor;
  drawn: DrawnDemand;
  scale: DemandScale;
  plotWidth: number;
  now: Prediction;
  after: Prediction;
  /** What may run at once, now and as chosen. */
  limitNow: number;
  limitChosen: number;
  factor: number;
}

const width = 206;

/** Beside the cursor line: what was wanted in that minute, what is served, and what is thrown back. */
export function CursorBox(props: CursorBoxProps) {
  const { cursor, drawn, scale, plotWidth } = props;
  const step = useCursorStep(cursor);
  const group = step === undefined ? undefined : drawn.groups[step];
  if (step === undefined || !group) return null;
  const x = plotLeft + ((step + 0.5) / drawn.groups.length) * plotWidth;
  const y = yOf(scale, group.demand);
  const left = x + 12 + width < plotLeft + plotWidth ? x + 12 : x - 12 - width;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <i
        className="absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border-[1.5px] border-text bg-surface"
        style={{ left: x, top: y }}
      />
      <div
        className="absolute rounded-3 border border-border-strong bg-surface px-2.5 py-2 text-11 shadow-2"
        style={{ left: Math.max(2, left), top: Math.min(y + 16, scale.height - 136), width }}
      >
        <Figures {...props} group={group} />
      </div>
    </div>
  );
}

function Figures({
  group,
  drawn,
  now,
  after,
  limitNow,
  limitChosen,
  factor,
}: CursorBoxProps & { group: DemandGroup }) {
  const { zone } = useSession();
  const minuteMs = drawn.stepMs / (drawn.groups[0]?.size ?? 1);
  const timeMs = group.timeMs + (group.peak - group.from) * minuteMs;
  const calls = (prediction: Prediction) => Math.round(prediction.throttled[group.peak] ?? 0);
  const isFinite = Number.isFinite(limitChosen);
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-0.5">
      <dt className="font-semibold text-text">
        {formatClock(timeMs, zone, "m")} {zone === "utc" ? "UTC" : ""}
      </dt>
      <dd className="text-right text-text-3">
        {formatDay(timeMs, zone, timeMs)}
        {factor !== 1 && `, \u00d7${factor}`}
      </dd>
      <Figure label="Demand" value={formatFullCount(Math.round(group.demand))} />
      {isFinite && (
        <Figure
          label={`Served at ${formatFullCount(limitChosen)}`}
          value={formatFullCount(Math.round(Math.min(group.demand, limitChosen)))}
        />
      )}
      <Figure
        label={`Throttled${isFinite ? ` at ${formatFullCount(limitChosen)}` : ""}`}
        value={callsText(calls(after))}
        bad={calls(after) > 0}
      />
      {limitNow !== limitChosen && (
        <Figure
          label={`Throttled now${Number.isFinite(limitNow) ? `, at ${formatFullCount(limitNow)}` : ""}`}
          value={callsText(calls(now))}
          bad={calls(now) > 0}
        />
      )}
    </dl>
  );
}

function callsText(count: number): string {
  return `${plain(formatCount(count))} ${count === 1 ? "call" : "calls"}`;
}

function Figure({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) {
  return (
    <>
      <dt className="text-text-2">{label}</dt>
      <dd className={`text-right font-semibold ${bad ? "text-limit" : ""}`}>{value}</dd>
    </>
  );
}
