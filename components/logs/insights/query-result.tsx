"use client";

import { Download } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { download } from "@/components/ui/download";
import { EmptyState } from "@/components/ui/empty-state";
import { Menu } from "@/components/ui/menu";
import { queryChart } from "@/lib/model/query-chart";
import { rowsAsCsv, rowsAsJson } from "@/lib/model/query-rows";
import { QueryProgress } from "./query-progress";
import { ResultChart } from "./result-chart";
import { ResultTable, type ResultTableProps } from "./result-table";
import type { QueryRun } from "./use-query-run";

/** What a query has brought so far: its figures, a chart where it can be drawn, and its rows. */
export function QueryResult({
  run,
  chosen,
  onChoose,
}: { run: QueryRun } & Omit<ResultTableProps, "table">) {
  const { query, update, endedMs } = run;
  const table = update?.table;
  const isOver = endedMs !== undefined;
  const chart = useMemo(
    () => (isOver && table ? queryChart(query.text, table) : undefined),
    [isOver, query.text, table],
  );
  return (
    <>
      <div className="flex min-h-9 flex-none flex-wrap items-center gap-3 border-b border-border px-4 py-1">
        <QueryProgress run={run} />
        <span className="flex-1" />
        {isOver && table && table.rows.length > 0 && (
          <Menu
            align="end"
            trigger={
              <Button size="small" icon={Download}>
                Export
              </Button>
            }
            items={[
              {
                label: "CSV",
                onSelect: () => download("insights.csv", "text/csv", rowsAsCsv(table)),
              },
              {
                label: "JSON",
                onSelect: () => download("insights.json", "application/json", rowsAsJson(table)),
              },
            ]}
          />
        )}
      </div>
      {chart && <ResultChart chart={chart} />}
      {table && table.rows.length > 0 ? (
        <ResultTable table={table} chosen={chosen} onChoose={onChoose} />
      ) : (
        isOver &&
        !run.problem && (
          <EmptyState title="No rows">
            Nothing in this time fits the query. Choose a longer time at the top, or loosen the
            filter.
          </EmptyState>
        )
      )}
    </>
  );
}
