"use client";

import dynamic from "next/dynamic";
import { memo } from "react";
import { type ChartPoint, plotHeight } from "./chart-definition";
import type { SeriesChartProps } from "./series-chart";

const blank = <div style={{ height: plotHeight }} />;
const LazyChart = dynamic(() => import("./series-chart"), { ssr: false, loading: () => blank });

/** The drawing of one chart, loaded when one is first shown; `dynamic` cannot keep the type parameter. */
export const SeriesChart = memo(LazyChart) as unknown as <Point extends ChartPoint>(
  props: SeriesChartProps<Point>,
) => React.ReactNode;
