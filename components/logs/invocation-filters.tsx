"use client";

import { X } from "lucide-react";
import { useMemo } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { formatClock, formatDuration, formatFullCount, plain } from "@/lib/model/format";
import { outcomeText } from "@/lib/model/invocation";
import { type InvocationFilter, summarizeRows } from "@/lib/model/invocation-filter";
import { type InvocationTable, outcomes } from "@/lib/model/invocation-table";
import { type LogRead, ReadProgress } from "./loaded-logs";
import type { InvocationFilterState } from "./use-invocation-filter";

export interface InvocationFiltersProps {
  filter: InvocationFilterState;
  table: InvocationTable;
  /** Those shown. */
  rows: Uint32Array;
  /** How many the table had when they were chosen. */
  total: number;
  logs: Pick<LogRead, "reading" | "isLoading" | "stop">;
  /** How many have come that are not shown yet. */
  unseen: number;
  showUnseen(): void;
}

type OnlyChoice = NonNullable<InvocationFilter["only"]> | "all";

/** The requests shown in a few numbers, and what narrows them. */
export function InvocationFilters(props: InvocationFiltersProps) {
  const { filter, table, rows, total, logs, unseen, showUnseen } = props;
  const { zone } = useSession();
  const summary = useMemo(() => summarizeRows(table, rows), [table, rows]);
  const { box, version } = filter;
  const versions = table.versions();
  const chip = (name: "cold" | "errors", label: string, count: number, tone: string) => (
    <button
      type="button"
      className="chip"
      aria-pressed={filter.only === name}
      onClick={() => filter.setOnly(filter.only === name ? undefined : name)}
    >
      {label} <b className={count > 0 ? tone : undefined}>{formatFullCount(count)}</b>
    </button>
  );
  return (
    <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1 text-12 text-text-2">
      <span className="text-11 text-text-3" role="status">
        {rows.length === total
          ? `${formatFullCount(total)} ${total === 1 ? "request" : "requests"}`
          : `${formatFullCount(rows.length)} of ${formatFullCount(total)} requests`}
      </span>
      <span>
        p50 <b className="font-medium text-text">{plain(formatDuration(summary.p50Ms))}</b>
      </span>
      <span>
        p99 <b className="font-medium text-text">{plain(formatDuration(summary.p99Ms))}</b>
      </span>
      <ReadProgress logs={logs} />
      {unseen > 0 && (
        <Button size="small" kind="primary" onClick={showUnseen}>
          {formatFullCount(unseen)} new
        </Button>
      )}
      <span className="flex-1" />
      {box && (
        <button
          type="button"
          className="chip"
          aria-pressed
          aria-label="Remove the selection in the plot"
          onClick={() => filter.setBox(undefined)}
        >
          {formatClock(box.startMs, zone)} to {formatClock(box.endMs, zone)},{" "}
          {plain(formatDuration(box.leastMs))} to {plain(formatDuration(box.mostMs))}
          <X size={12} aria-hidden />
        </button>
      )}
      {chip("cold", "Cold", summary.cold, "text-cold")}
      {chip("errors", "Errors", summary.failed, "text-danger")}
      <Select<OnlyChoice>
        size="small"
        aria-label="Result"
        value={filter.only ?? "all"}
        onChange={(only) => filter.setOnly(only === "all" ? undefined : only)}
        options={[
          { value: "all", label: "Any result" },
          { value: "errors", label: "All failures" },
          ...outcomes.map((outcome) => ({ value: outcome, label: outcomeText({ outcome }) })),
          { value: "cold", label: "Cold starts" },
        ]}
      />
      <span className="flex items-center gap-1.5">
        Slower than
        <NumberField
          aria-label="Slower than, in milliseconds"
          className="field-small w-24"
          value={filter.slowerThanMs}
          onChange={filter.setSlower}
          max={900_000}
          step={100}
          unit="ms"
        />
      </span>
      {(versions.length > 1 || version !== undefined) && (
        <Select<string>
          size="small"
          aria-label="Version"
          value={version ?? ""}
          onChange={filter.setVersion}
          options={[
            { value: "", label: "All versions" },
            ...[...new Set([...versions, ...(version ? [version] : [])])].map((one) => ({
              value: one,
              label: one,
            })),
          ]}
        />
      )}
    </div>
  );
}
