"use client";

import { useMemo, useState } from "react";
import { type ChartMarker, plotLeft, plotRight } from "@/components/chart/chart-definition";
import { ChartTable } from "@/components/chart/chart-table";
import { ChartCursor } from "@/components/chart/cursor";
import { SeriesChart } from "@/components/chart/lazy-series-chart";
import { PlotOverlay } from "@/components/chart/plot-overlay";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { useKeys } from "@/components/ui/use-keys";
import type { TimeSpan } from "@/lib/model/time-range";
import type { Traffic } from "@/lib/model/traffic";
import type { Prediction } from "@/lib/simulator/prediction";
import { CursorBox } from "./cursor-box";
import { demandFigures, demandLine, drawnDemand, type StepSpan } from "./demand-points";
import { DemandShade } from "./demand-shade";
import { type DemandScale, demandScale } from "./demand-scale";
import { LimitHandle } from "./limit-handle";
import type { LimitLine } from "./limit-line";
import { gripPlace, LimitLines } from "./limit-lines";

export interface DemandChartProps {
  traffic: Pick<Traffic, "startMs" | "stepMs" | "length" | "completeUntilMs">;
  now: Prediction;
  after: Prediction;
  /** The reservation first. */
  lines: readonly LimitLine[];
  /** What may run at once, now and as chosen. */
  limitNow: number;
  limitChosen: number;
  provisioned: number;
  factor: number;
  markers: readonly ChartMarker[];
  isTable: boolean;
  /** The zoomed part; undefined: all of it. */
  span: StepSpan | undefined;
  onSpan(span: StepSpan | undefined): void;
  onDragging(isDragging: boolean): void;
}

/** What the traffic wants over time, under the limits, which are dragged on the chart itself. */
export function DemandChart(props: DemandChartProps) {
  const { traffic, now, after, lines, isTable, span, onSpan } = props;
  const { zone } = useSession();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [cursor] = useState(() => new ChartCursor());
  const narrow = width < 560;
  const height = narrow ? 236 : 396;
  const labelsWidth = narrow ? 54 : 120;
  const plotWidth = Math.max(1, width - plotLeft - labelsWidth);
  const shown = useMemo(() => span ?? { from: 0, to: traffic.length }, [span, traffic.length]);
  const drawn = useMemo(
    () => drawnDemand(traffic, now.demand, shown, Math.max(30, Math.round(plotWidth / 4))),
    [traffic, now.demand, shown, plotWidth],
  );
  const peak = drawn.groups.reduce((most, { demand }) => Math.max(most, demand), 0);
  const fitting = demandScale(
    height,
    peak,
    lines.flatMap(({ now: held, chosen, suggested }) => [held, chosen, suggested]),
  );
  // The axis stands still while a grip is held, or the line would run away from the pointer.
  const [held, setHeld] = useState<DemandScale>();
  const scale = useSame(held ?? fitting);
  const figures = useMemo(() => demandFigures(now, after), [now, after]);
  const line = useMemo(() => demandLine(scale.ticks, height), [scale, height]);
  const values = useMemo(() => drawn.line.map(({ demand }) => demand), [drawn]);

  const endMs = drawn.startMs + drawn.groups.length * drawn.stepMs;
  const markers = props.markers.filter(({ timeMs }) => timeMs >= drawn.startMs && timeMs < endMs);

  const move = (by: number) => {
    const last = drawn.groups.length - 1;
    cursor.set(Math.min(last, Math.max(0, (cursor.step ?? last + 1) + by)));
  };
  useKeys({
    arrowleft: () => move(-1),
    arrowright: () => move(1),
    "shift+arrowleft": () => move(-10),
    "shift+arrowright": () => move(10),
    z: () => onSpan(undefined),
  });
  const zoom = ({ startMs, endMs }: TimeSpan) => {
    const stepAt = (ms: number) => Math.round((ms - traffic.startMs) / traffic.stepMs);
    const [from, to] = [stepAt(startMs), Math.min(traffic.length, stepAt(endMs))];
    if (to - from >= 5) onSpan({ from, to });
  };

  if (isTable)
    return (
      <div ref={ref}>
        <ChartTable definition={figures} points={drawn.groups} zone={zone} height={height} />
      </div>
    );
  return (
    <div ref={ref} className="relative overflow-hidden" style={{ height }}>
      {width > 0 && (
        <>
          <DemandShade
            values={values}
            scale={scale}
            plotWidth={plotWidth}
            limitNow={props.limitNow}
            limitChosen={props.limitChosen}
            provisioned={props.provisioned}
          />
          <div className="absolute inset-0">
            <SeriesChart
              definition={line}
              points={drawn.line}
              startMs={drawn.startMs}
              stepMs={drawn.stepMs / 2}
              width={width - labelsWidth + plotRight}
              zone={zone}
            />
          </div>
          <LimitLines lines={lines} scale={scale} plotWidth={plotWidth} narrow={narrow} />
          <PlotOverlay
            definition={figures}
            points={drawn.groups}
            startMs={drawn.startMs}
            stepMs={drawn.stepMs}
            width={width - labelsWidth + plotRight}
            zone={zone}
            cursor={cursor}
            markers={markers}
            onZoom={zoom}
            onZoomBack={() => onSpan(undefined)}
          />
          <CursorBox
            cursor={cursor}
            drawn={drawn}
            scale={scale}
            plotWidth={plotWidth}
            now={now}
            after={after}
            limitNow={props.limitNow}
            limitChosen={props.limitChosen}
            factor={props.factor}
          />
          {lines.map((each) => (
            <LimitHandle
              key={each.kind}
              line={each}
              scale={scale}
              y={gripPlace(lines, each, scale)}
              narrow={narrow}
              onDragging={(isDragging) => {
                setHeld(isDragging ? scale : undefined);
                props.onDragging(isDragging);
              }}
            />
          ))}
        </>
      )}
    </div>
  );
}

/** Equal scales as one object, so that what is drawn to them is not drawn again. */
function useSame(scale: DemandScale): DemandScale {
  const text = JSON.stringify(scale);
  return useMemo<DemandScale>(() => JSON.parse(text), [text]);
}
