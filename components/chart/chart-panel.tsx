"use client";

import { ChartLine, Table as TableIcon } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Quantity } from "@/components/ui/quantity";
import type { Quantity as Parts } from "@/lib/model/format";
import { type ChartPoint, plotHeight } from "./chart-definition";
import { ChartTable } from "./chart-table";
import { useCursorStep } from "./cursor";
import { SeriesChart } from "./lazy-series-chart";
import { PlotOverlay, type PlotOverlayProps } from "./plot-overlay";
import { wholeValue } from "./whole-value";

/** One chart with its title, the values at the cursor, cursor line, markers, zoom and table. */
export function ChartPanel<Point extends ChartPoint>(props: PlotOverlayProps<Point>) {
  const { definition, points, startMs, stepMs, width, zone, cursor } = props;
  const [isTable, setTable] = useState(false);
  const height = definition.height ?? plotHeight;
  return (
    <section className="min-w-0" aria-label={definition.title}>
      <div className="flex h-8 items-center gap-1.5 pr-1.5 pl-3.5 pt-1 text-12">
        <h2 className="flex-none font-semibold">{definition.title}</h2>
        <CursorValues definition={definition} points={points} cursor={cursor} />
        <IconButton
          size="small"
          icon={isTable ? ChartLine : TableIcon}
          label={isTable ? "View as chart" : "View as table"}
          onClick={() => setTable(!isTable)}
        />
      </div>
      {isTable ? (
        <ChartTable definition={definition} points={points} zone={zone} height={height} />
      ) : (
        <div className="relative overflow-hidden" style={{ height }}>
          {width > 0 && (
            <SeriesChart
              definition={definition}
              points={points}
              startMs={startMs}
              stepMs={stepMs}
              width={width}
              zone={zone}
            />
          )}
          <PlotOverlay {...props} />
        </div>
      )}
    </section>
  );
}

/** The figures at the cursor, else of the whole range: they stand in for a legend. */
function CursorValues<Point extends ChartPoint>({
  definition,
  points,
  cursor,
}: Pick<PlotOverlayProps<Point>, "definition" | "points" | "cursor">) {
  const step = useCursorStep(cursor);
  const pointed = step === undefined ? undefined : points[step];
  const values = definition.series.map((series) =>
    definition.format(pointed ? series.value(pointed) : wholeValue(series, points)),
  );
  return (
    <dl className="ml-auto flex min-w-0 gap-2 overflow-hidden text-11 whitespace-nowrap text-text-2">
      {definition.series.map((series, i) => (
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
