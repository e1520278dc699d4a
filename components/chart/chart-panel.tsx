"use client";

import { useCallback, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { MenuItem } from "@/components/ui/menu";
import { Quantity } from "@/components/ui/quantity";
import { plain, type Quantity as Parts } from "@/lib/model/format";
import { type ChartPoint, plotHeight } from "./chart-definition";
import { ChartMenu } from "./chart-menu";
import { ChartTable } from "./chart-table";
import { useCursorStep } from "./cursor";
import { SeriesChart } from "./lazy-series-chart";
import { PlotMarks } from "./plot-marks";
import { PlotOverlay, type PlotOverlayProps } from "./plot-overlay";
import { useInView } from "./use-in-view";
import { useWidth } from "./use-width";
import { wholeValue } from "./whole-value";

export interface ChartPanelProps<Point extends ChartPoint> extends PlotOverlayProps<Point> {
  /** What can be done with this chart beside what can be done with any: `Set alarm...` */
  actions?: readonly MenuItem[];
  /** The beginning of the names of files made from it. */
  fileStem?: string;
}

/** One chart with its title, the values at the cursor, cursor line, markers, zoom, table and menu. */
export function ChartPanel<Point extends ChartPoint>(props: ChartPanelProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone, cursor } = props;
  const [isTable, setTable] = useState(false);
  const [isExpanded, setExpanded] = useState(false);
  const [inView, wasSeen] = useInView<HTMLElement>();
  const section = useRef<HTMLElement>(null);
  const place = useCallback(
    (element: HTMLElement | null) => {
      section.current = element;
      return inView(element);
    },
    [inView],
  );
  const height = definition.height ?? plotHeight;
  return (
    <section ref={place} className="min-w-0" aria-label={definition.title}>
      <div className="flex h-8 items-center gap-1.5 pr-1.5 pl-3.5 pt-1 text-12">
        <h2 className="flex-none font-semibold" title={definition.source}>
          {definition.title}
          {definition.statistic && (
            <span className="ml-1 font-normal text-text-3">{definition.statistic}</span>
          )}
        </h2>
        <CursorValues definition={definition} points={points} cursor={cursor} />
        <ChartMenu
          definition={definition}
          points={points}
          isTable={isTable}
          onTable={() => setTable(!isTable)}
          onExpand={() => setExpanded(true)}
          panel={section}
          actions={props.actions}
          fileStem={props.fileStem}
        />
      </div>
      {isTable ? (
        <ChartTable definition={definition} points={points} zone={zone} height={height} />
      ) : (
        <div className="relative overflow-hidden" style={{ height }}>
          {width > 0 && wasSeen && (
            <>
              <SeriesChart
                definition={definition}
                points={points}
                startMs={startMs}
                stepMs={stepMs}
                width={width}
                zone={zone}
              />
              <PlotMarks definition={definition} points={points} width={width} />
            </>
          )}
          <PlotOverlay {...props} />
        </div>
      )}
      {isExpanded && <Expanded {...props} onClose={() => setExpanded(false)} />}
    </section>
  );
}

/** The chart alone and large. */
function Expanded<Point extends ChartPoint>({
  onClose,
  ...props
}: ChartPanelProps<Point> & { onClose(): void }) {
  const [area, width] = useWidth<HTMLDivElement>();
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={props.definition.title}
      description={props.definition.source}
    >
      <div ref={area} className="min-h-80">
        <ChartPanel
          {...props}
          width={width}
          definition={{ ...props.definition, height: expandedHeight }}
        />
      </div>
    </Dialog>
  );
}

const expandedHeight = 340;

/** The figures at the cursor, else of the whole range: they stand in for a legend. */
function CursorValues<Point extends ChartPoint>({
  definition,
  points,
  cursor,
}: Pick<PlotOverlayProps<Point>, "definition" | "points" | "cursor">) {
  const step = useCursorStep(cursor);
  const pointed = step === undefined ? undefined : points[step];
  const { strip } = definition;
  const shown = [
    ...definition.series.filter(({ draw }) => draw !== "before"),
    ...(strip ? [{ ...strip, draw: "bar" as const }] : []),
  ];
  const values = shown.map((series) =>
    definition.format(pointed ? series.value(pointed) : wholeValue(series, points)),
  );
  const words = shown.map(({ label }, index) => `${label} ${plain(values[index] ?? [])}`);
  return (
    <dl
      className="ml-auto flex min-w-0 gap-2 overflow-hidden text-11 whitespace-nowrap text-text-2"
      title={words.join(", ")}
    >
      {shown.map((series, i) => (
        <div key={series.label} className="flex items-center gap-0.75">
          <i aria-hidden className="h-0.75 w-2 rounded-1" style={{ background: series.colour }} />
          <dt>{series.label}</dt>
          <dd className="font-semibold text-text">
            <Quantity of={withoutRepeatedUnit(values[i] ?? [], values[i + 1])} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** In a row of values a unit stands after the last one that has it. */
function withoutRepeatedUnit(value: Parts, next: Parts | undefined): Parts {
  const [only] = value;
  const repeated = value.length === 1 && next?.length === 1 && next[0]?.unit === only?.unit;
  return only && repeated ? [{ value: only.value, unit: "" }] : value;
}
