"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ChartLine, Table as TableIcon } from "lucide-react";
import { useWidth } from "@/components/chart/use-width";
import { IconButton } from "@/components/ui/button";
import { Table } from "@/components/ui/table";
import { formatFullCount, formatMonthlyMoney, formatPercent, plain } from "@/lib/model/format";
import type { CostCurveChartProps } from "./cost-curve-chart";

const height = 232;
const CostCurveChart = dynamic(() => import("./cost-curve-chart"), {
  ssr: false,
  loading: () => <div style={{ height }} />,
});

/** What keeping environments warm costs, against the cold starts it spares; a click on a point chooses it. */
export function CostCurve(props: Omit<CostCurveChartProps, "width" | "height">) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [isTable, setTable] = useState(false);
  return (
    <section aria-label="Provisioned: cost and cold starts" className="min-w-0">
      <div className="flex items-center gap-2 pt-1.5 pr-1.5 pb-1 pl-4">
        <h2 className="flex-1 text-12 font-semibold">Provisioned: cost and cold starts</h2>
        <span className="text-11 text-text-3 max-md:hidden">per month; points are warm units</span>
        <IconButton
          size="small"
          icon={isTable ? ChartLine : TableIcon}
          label={isTable ? "View as chart" : "View as table"}
          onClick={() => setTable(!isTable)}
        />
      </div>
      <div ref={ref} className={isTable ? "overflow-y-auto" : undefined} style={{ height }}>
        {isTable ? (
          <CurveTable {...props} />
        ) : (
          width > 0 && <CostCurveChart {...props} width={width} height={height} />
        )}
      </div>
    </section>
  );
}

function CurveTable({
  points,
  now,
  chosen,
  suggested,
  onChoose,
}: Omit<CostCurveChartProps, "width" | "height">) {
  return (
    <Table compact label="Provisioned: cost and cold starts">
      <thead>
        <tr>
          <th scope="col">Warm units</th>
          <th scope="col" className="num">
            Cold starts
          </th>
          <th scope="col" className="num">
            Per month
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr
            key={point.provisionedConcurrency}
            aria-selected={point.provisionedConcurrency === chosen}
          >
            <td>
              <button
                type="button"
                aria-label={`Choose ${point.provisionedConcurrency}`}
                disabled={!onChoose}
                onClick={() => onChoose?.(point.provisionedConcurrency)}
              >
                {formatFullCount(point.provisionedConcurrency)}
              </button>{" "}
              <span className="text-text-3">
                {marksOf(point.provisionedConcurrency, { now, chosen, suggested })}
              </span>
            </td>
            <td className="num">{plain(formatPercent(point.coldStartProbability))}</td>
            <td className="num">{formatMonthlyMoney(point.monthlyUsd)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function marksOf(
  provisioned: number,
  marks: { now: number; chosen: number; suggested: number | undefined },
): string {
  return [
    provisioned === marks.now && "now",
    provisioned === marks.chosen && marks.chosen !== marks.now && "selected",
    provisioned === marks.suggested && "suggested",
  ]
    .filter(Boolean)
    .join(", ");
}
