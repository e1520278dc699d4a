"use client";

import { ChartLine, Copy, Download, Pin } from "lucide-react";
import { useKnownFunctions } from "@/components/shell/known-functions";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { mostCompared } from "@/lib/model/compared-metrics";
import { formatPercent, plain } from "@/lib/model/format";
import type { ListedFunction } from "@/lib/model/function-filter";
import { exportItems } from "./export-menu";
import type { Selection } from "./use-selection";

/** What can be done with the selected functions, docked under the table. */
export function BulkBar({
  rows,
  selection,
}: {
  rows: readonly ListedFunction[];
  selection: Selection;
}) {
  const { pinned, togglePin } = useKnownFunctions();
  const chosen = selection.names.size === 0 ? [] : rows.filter(({ name }) => selection.has(name));
  if (chosen.length === 0) return null;
  const sum = (some: readonly ListedFunction[]) =>
    some.reduce((total, { metrics }) => total + (metrics?.invocations ?? 0), 0);
  const all = sum(rows);
  const names = chosen.map(({ name }) => name);
  const [only] = names;
  return (
    <div className="bulk" role="toolbar" aria-label="Selected functions">
      <span className="flex items-center gap-2 pr-1.5 pl-1">
        <b aria-live="polite">{chosen.length} selected</b>
        {all > 0 && (
          <span className="text-12 text-text-3">
            {plain(formatPercent(sum(chosen) / all))} of invocations
          </span>
        )}
      </span>
      <span className="h-4 w-px flex-none bg-border-strong" />
      <Menu
        trigger={
          <Button size="small" icon={Download}>
            Export
          </Button>
        }
        align="start"
        items={exportItems(chosen)}
      />
      <Button
        size="small"
        icon={Copy}
        onClick={() => {
          void navigator.clipboard
            .writeText(names.join("\n"))
            .then(() =>
              toast.done(names.length === 1 ? "Copied 1 name" : `Copied ${names.length} names`),
            );
        }}
      >
        Copy names
      </Button>
      <Link
        className="btn btn-small"
        title={
          names.length > mostCompared ? `The first ${mostCompared} of them are compared` : undefined
        }
        href={`/metrics?functions=${names.slice(0, mostCompared).map(encodeURIComponent).join(",")}`}
      >
        <ChartLine size={13} aria-hidden /> Compare metrics
      </Link>
      {names.length === 1 && only !== undefined && (
        <Button size="small" icon={Pin} onClick={() => togglePin(only)}>
          {pinned.includes(only) ? "Unpin" : "Pin"}
        </Button>
      )}
      <span className="h-4 w-px flex-none bg-border-strong" />
      <Button size="small" kind="ghost" shortcut="Esc" onClick={() => selection.set([])}>
        Clear
      </Button>
    </div>
  );
}
