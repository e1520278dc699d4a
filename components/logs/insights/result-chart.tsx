"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { ChartDefinition } from "@/components/chart/chart-definition";
import { ChartPanel } from "@/components/chart/chart-panel";
import { ChartCursor } from "@/components/chart/cursor";
import { useWidth } from "@/components/chart/use-width";
import { useSession } from "@/components/shell/session";
import { formatCount, plain } from "@/lib/model/format";
import type { QueryChart, QueryPoint } from "@/lib/model/query-chart";
import { absoluteRange } from "@/lib/model/time-range";

const CategoryChartView = dynamic(() => import("./category-chart-view"), { ssr: false });

/** The result of `stats` as a chart. */
export function ResultChart({ chart }: { chart: QueryChart }) {
  const [place, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={place} className="flex-none border-b border-border">
      {width > 0 &&
        (chart.kind === "time" ? (
          <TimeChart chart={chart} width={width} />
        ) : (
          <CategoryChart chart={chart} width={width} />
        ))}
      {chart.left > 0 && (
        <p className="px-4 pb-1 text-11 text-text-3">
          {chart.left} more {chart.kind === "time" ? "series" : "rows"} are in the table only.
        </p>
      )}
    </div>
  );
}

function TimeChart({
  chart,
  width,
}: {
  chart: Extract<QueryChart, { kind: "time" }>;
  width: number;
}) {
  const { zone, range, setRange } = useSession();
  const [cursor] = useState(() => new ChartCursor());
  const [before, setBefore] = useState<string[]>([]);
  const definition = useMemo<ChartDefinition<QueryPoint>>(
    () => ({
      title: "By time",
      series: chart.series.map(({ label, adds }, at) => ({
        label,
        value: ({ values }) => values[at] ?? null,
        colour: `var(--cat-${(at % 8) + 1})`,
        draw: adds ? "bar" : "line",
      })),
      limits: [],
      format: formatCount,
    }),
    [chart],
  );
  return (
    <ChartPanel
      definition={definition}
      points={chart.points}
      startMs={chart.startMs}
      stepMs={chart.stepMs}
      width={width}
      zone={zone}
      cursor={cursor}
      markers={[]}
      onZoom={(span) => {
        setBefore([...before, range.text]);
        setRange(absoluteRange(span));
      }}
      onZoomBack={() => {
        const last = before.at(-1);
        if (last === undefined) return;
        setBefore(before.slice(0, -1));
        setRange(last);
      }}
    />
  );
}

export interface CategoryChartProps {
  chart: Extract<QueryChart, { kind: "categories" }>;
  width: number;
}

function CategoryChart(props: CategoryChartProps) {
  const { bars, label, value } = props.chart;
  const [largest] = bars;
  const summary = `${value} by ${label}: ${bars.length} rows${largest ? `, most ${largest.name} with ${plain(formatCount(largest.value))}` : ""}`;
  return (
    <section aria-label={summary} role="img" className="max-h-80 overflow-y-auto py-2">
      <h2 className="px-4 text-12 font-semibold">
        {value} <span className="font-normal text-text-3">by {label}</span>
      </h2>
      <CategoryChartView {...props} />
    </section>
  );
}
