"use client";

import { ArrowUpDown, RotateCw } from "lucide-react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { type Dot, StateDot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Quantity } from "@/components/ui/quantity";
import { formatClock, formatDateTime, formatDuration } from "@/lib/model/format";
import type { PastInvocation } from "@/lib/model/invoke";

export interface HistoryListProps {
  entries: readonly PastInvocation[];
  chosen: number | undefined;
  onChoose(id: number): void;
  onReplay(id: number): void;
  onEdit(id: number): void;
  onDiff(id: number): void;
  /** Why nothing can be sent now. */
  locked?: string;
}

const dots: Record<PastInvocation["verdict"]["kind"], Dot> = {
  ok: "ok",
  error: "danger",
  throttled: "limit",
  refused: "warn",
};

/** This function's calls from Lambdeck, newest first; the chosen one can be sent again, edited or compared. */
export function HistoryList({
  entries,
  chosen,
  onChoose,
  onReplay,
  onEdit,
  onDiff,
  locked,
}: HistoryListProps) {
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  if (entries.length === 0)
    return (
      <p className="p-3 text-12 text-text-3">
        Nothing was invoked from here yet. The newest 50 calls are kept.
      </p>
    );
  return (
    <ol className="min-h-0 flex-1 overflow-y-auto">
      {entries.map((entry) => {
        const isChosen = entry.id === chosen;
        const text =
          entry.verdict.kind === "ok" && entry.httpStatus !== undefined
            ? String(entry.httpStatus)
            : entry.verdict.text;
        return (
          <li
            key={entry.id}
            className={`border-b border-grid text-12 ${isChosen ? "bg-accent-bg shadow-[inset_2px_0_0_var(--accent)]" : ""}`}
          >
            <button
              type="button"
              className="block w-full px-2.5 py-1.75 text-left hover:bg-surface-2"
              aria-pressed={isChosen}
              title={formatDateTime(entry.startedMs, zone, nowMs)}
              onClick={() => onChoose(entry.id)}
            >
              <span className="flex items-center gap-1.5">
                <StateDot dot={dots[entry.verdict.kind]} />
                <b
                  className={`min-w-0 flex-1 truncate font-medium ${entry.verdict.kind === "error" ? "text-danger" : entry.verdict.kind === "throttled" ? "text-limit" : ""}`}
                >
                  {text}
                </b>
                <span className="font-medium">
                  <Quantity of={formatDuration(entry.durationMs)} />
                </span>
              </span>
              <span className="mt-0.5 flex gap-1.5 text-11 text-text-3">
                <span>{formatClock(entry.startedMs, zone)}</span>
                <span className="min-w-0 flex-1 truncate">{describe(entry)}</span>
                {entry.cold && <span className="text-cold">{"\u25b2"} cold</span>}
              </span>
            </button>
            {isChosen && (
              <div className="flex flex-wrap gap-1 px-2.5 pb-2">
                <Button
                  size="small"
                  icon={RotateCw}
                  shortcut="R"
                  locked={locked}
                  onClick={() => onReplay(entry.id)}
                >
                  Replay
                </Button>
                <Button
                  size="small"
                  icon={ArrowUpDown}
                  shortcut="D"
                  onClick={() => onDiff(entry.id)}
                >
                  Diff
                </Button>
                <Button size="small" onClick={() => onEdit(entry.id)}>
                  Edit
                </Button>
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function describe(entry: PastInvocation): string {
  const how =
    entry.type === "Event"
      ? "asynchronous"
      : entry.type === "DryRun"
        ? "dry run"
        : entry.streaming
          ? "streamed"
          : undefined;
  return [entry.eventName, how, entry.qualifier].filter(Boolean).join(", ");
}
