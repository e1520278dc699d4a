"use client";

import { ArrowUpDown, Ellipsis, RotateCw, Search } from "lucide-react";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { type Dot, StateDot } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { ProblemView } from "@/components/ui/problem-view";
import { Quantity } from "@/components/ui/quantity";
import { Select } from "@/components/ui/select";
import { formatClock, formatDateTime, formatDuration } from "@/lib/model/format";
import type { PastInvocation } from "@/lib/model/invoke";
import type { Problem } from "@/lib/model/problem";
import { useHistory } from "./use-invocation";

interface HistoryActions {
  onChoose(id: number): void;
  onReplay(id: number): void;
  onEdit(id: number): void;
  onDiff(id: number): void;
  onExport(id: number): void;
  onClear(): void;
  /** Why nothing can be sent now. */
  locked?: string;
}

export interface HistoryListProps extends HistoryActions {
  functionName: string;
  entries: readonly PastInvocation[];
  problem?: Problem;
  chosen: number | undefined;
}

type OutcomeFilter = "all" | PastInvocation["verdict"]["kind"];

const outcomes: { value: OutcomeFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "ok", label: "Succeeded" },
  { value: "error", label: "Failed" },
  { value: "throttled", label: "Throttled" },
  { value: "refused", label: "Not run" },
];

/** This function's calls from Lambdeck, newest first; the chosen one can be sent again, edited, compared or exported. */
export function HistoryList({
  functionName,
  entries,
  problem,
  chosen,
  ...actions
}: HistoryListProps) {
  const [words, setWords] = useState("");
  const [outcome, setOutcome] = useState<OutcomeFilter>("all");
  const found = useHistory(functionName, words.trim());
  if (problem)
    return (
      <div className="p-2">
        <ProblemView problem={problem} />
      </div>
    );
  if (entries.length === 0)
    return (
      <p className="p-3 text-12 text-text-3">
        Nothing was invoked from here yet. The newest 50 calls are kept.
      </p>
    );
  const shown = (words.trim() === "" ? entries : (found.data ?? [])).filter(
    ({ verdict }) => outcome === "all" || verdict.kind === outcome,
  );
  return (
    <>
      <div className="flex flex-none items-center gap-1 px-2 py-1.5">
        <Input
          size="small"
          className="min-w-0 flex-1"
          aria-label="Find in events and answers"
          placeholder="Find"
          value={words}
          onChange={setWords}
          before={<Search size={13} aria-hidden className="text-text-3" />}
        />
        <Select<OutcomeFilter>
          size="small"
          className="w-22"
          aria-label="Outcome"
          value={outcome}
          onChange={setOutcome}
          options={outcomes}
        />
        <Menu
          align="end"
          trigger={<IconButton size="small" icon={Ellipsis} label="More about the history" />}
          items={[{ label: "Forget all calls", danger: true, onSelect: actions.onClear }]}
        />
      </div>
      <ol className="min-h-0 flex-1 overflow-y-auto border-t border-grid">
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} isChosen={entry.id === chosen} {...actions} />
        ))}
      </ol>
      {shown.length === 0 && !found.isFetching && (
        <p className="p-3 text-12 text-text-3">No call in the history is like that.</p>
      )}
    </>
  );
}

const dots: Record<PastInvocation["verdict"]["kind"], Dot> = {
  ok: "ok",
  error: "danger",
  throttled: "limit",
  refused: "warn",
};

function Entry({
  entry,
  isChosen,
  onChoose,
  onReplay,
  onEdit,
  onDiff,
  onExport,
  locked,
}: { entry: PastInvocation; isChosen: boolean } & HistoryActions) {
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  const { id, verdict } = entry;
  const text =
    verdict.kind === "ok" && entry.httpStatus !== undefined
      ? String(entry.httpStatus)
      : verdict.text;
  const colour =
    verdict.kind === "error" ? "text-danger" : verdict.kind === "throttled" ? "text-limit" : "";
  return (
    <li
      className={`border-b border-grid text-12 ${isChosen ? "bg-accent-bg shadow-[inset_2px_0_0_var(--accent)]" : ""}`}
    >
      <button
        type="button"
        className="block w-full px-2.5 py-1.75 text-left hover:bg-surface-2"
        aria-pressed={isChosen}
        title={formatDateTime(entry.startedMs, zone, nowMs)}
        onClick={() => onChoose(id)}
      >
        <span className="flex items-center gap-1.5">
          <StateDot dot={dots[verdict.kind]} />
          <b className={`min-w-0 flex-1 truncate font-medium ${colour}`}>{text}</b>
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
            onClick={() => onReplay(id)}
          >
            Replay
          </Button>
          <Button size="small" icon={ArrowUpDown} shortcut="D" onClick={() => onDiff(id)}>
            Diff
          </Button>
          <Button size="small" onClick={() => onEdit(id)}>
            Edit
          </Button>
          <Button size="small" onClick={() => onExport(id)}>
            Export
          </Button>
        </div>
      )}
    </li>
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
