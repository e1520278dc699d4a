import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StateDot, type Dot } from "@/components/ui/badge";
import { Quantity } from "@/components/ui/quantity";
import {
  formatAge,
  formatCount,
  formatDateTime,
  formatDuration,
  formatFullCount,
  formatMemory,
  formatMoney,
  formatPercent,
  formatSeconds,
  type Zone,
} from "@/lib/model/format";
import {
  errorRate,
  hasTrouble,
  type ListedFunction,
  type SortColumn,
} from "@/lib/model/function-filter";
import { rowState, type RowState } from "@/lib/model/function-row";
import { runtimeWarning } from "@/lib/model/runtimes";
import { ConcurrencyCell } from "./concurrency-cell";
import { Sparkline } from "./sparkline";

export interface CellContext {
  accountLimit: number | undefined;
  nowMs: number;
  zone: Zone;
}

/** The content of one cell. */
export function cellContent(
  column: SortColumn,
  row: ListedFunction,
  context: CellContext,
): ReactNode {
  const { metrics } = row;
  switch (column) {
    case "name":
      return row.name;
    case "state":
      return <StateCell row={row} />;
    case "runtime":
      return <RuntimeCell row={row} nowMs={context.nowMs} />;
    case "memory":
      return <Quantity of={formatMemory(row.memoryMb)} />;
    case "timeout":
      return <Quantity of={formatSeconds(row.timeoutSeconds)} />;
    case "concurrency":
      return <ConcurrencyCell row={row} accountLimit={context.accountLimit} />;
    case "invocations":
      return (
        <span className="flex items-center justify-between gap-2">
          {metrics?.invocations === undefined ? <span /> : <Sparkline values={metrics.sparkline} />}
          <Quantity
            of={formatCount(metrics?.invocations)}
            title={metrics && formatFullCount(metrics.invocations)}
          />
        </span>
      );
    case "errors":
      return (
        <Quantity
          of={formatCount(metrics?.errors)}
          title={metrics && formatFullCount(metrics.errors)}
        />
      );
    case "rate":
      return (
        <span
          className={
            hasTrouble(row, "errors", context.nowMs) ? "font-medium text-danger" : "text-text-3"
          }
        >
          <Quantity of={formatPercent(errorRate(row))} />
        </span>
      );
    case "throttles":
      return (
        <span className={metrics?.throttles ? "font-medium text-limit" : undefined}>
          <Quantity of={formatCount(metrics?.throttles)} />
        </span>
      );
    case "p99":
      return <Quantity of={formatDuration(metrics?.durationP99Ms)} />;
    case "cost":
      return (
        <span className={dayCost(row) ? undefined : "text-text-3"}>
          {formatMoney(dayCost(row))}
        </span>
      );
    case "modified":
      return <ModifiedCell row={row} {...context} />;
  }
}

/** Fractions of a cent a day are noise in a list. */
function dayCost({ usdPerDay }: ListedFunction): number | undefined {
  return usdPerDay === undefined ? undefined : Math.round(usdPerDay * 100) / 100;
}

const dots: Record<RowState, Dot> = {
  active: "ok",
  inactive: "off",
  busy: "warn",
  failed: "danger",
  unknown: "off",
};

function StateCell({ row }: { row: ListedFunction }) {
  const { word, kind } = rowState(row);
  if (kind === "unknown") return <span className="text-text-3">{word}</span>;
  const reason =
    kind === "failed" ? (row.lastUpdateStatusReason ?? row.stateReason) : row.stateReason;
  return (
    <span title={reason} className={kind === "failed" ? "text-danger" : undefined}>
      <StateDot dot={dots[kind]}>{word}</StateDot>
    </span>
  );
}

export function stateDot(row: ListedFunction): { dot: Dot; word: string } {
  const { word, kind } = rowState(row);
  return { dot: dots[kind], word };
}

function RuntimeCell({ row, nowMs }: { row: ListedFunction; nowMs: number }) {
  const warning = hasTrouble(row, "old-runtime", nowMs)
    ? runtimeWarning(row.runtime, nowMs)
    : undefined;
  return (
    <span className="inline-flex items-center gap-1.5 text-text-2">
      {row.runtime?.replace("provided.", "") ?? "image"}
      {warning && (
        <span className="text-warn" title={warning}>
          <TriangleAlert size={13} aria-hidden />
          <span className="sr-only">{warning}</span>
        </span>
      )}
    </span>
  );
}

function ModifiedCell({ row, nowMs, zone }: { row: ListedFunction } & CellContext) {
  if (row.lastModified === undefined) return <span className="text-text-3">{"\u2013"}</span>;
  const modifiedMs = Date.parse(row.lastModified);
  return (
    <time
      dateTime={row.lastModified}
      title={formatDateTime(modifiedMs, zone, nowMs)}
      className="text-text-2"
    >
      {formatAge(nowMs - modifiedMs)}
    </time>
  );
}
