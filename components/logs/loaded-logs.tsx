"use client";

import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ProblemView } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatDateTime, formatFullCount } from "@/lib/model/format";
import type { Problem } from "@/lib/model/problem";
import { Nothing, Unreadable } from "./log-states";
import type { LogSource } from "./use-log-events";
import type { Reading } from "./use-log-buffer";

/** A read of a group, as far as it has come. */
export interface LogRead {
  reading: Reading | undefined;
  isLoading: boolean;
  problem: Problem | undefined;
  /** Older ones that were dropped again. */
  dropped?: number;
  /** Absent where a read goes to the start by itself. */
  loadOlder?(): void;
  stop(): void;
  reload(): void;
}

export interface LoadedLogsProps {
  source: LogSource;
  logs: LogRead;
  /** Whether something narrows what is shown. */
  filtered: boolean;
  isEmpty: boolean;
  /** The list; `older` goes to its old end. */
  children(older: React.ReactNode): React.ReactNode;
}

/** The list of what was read, or why there is none. */
export function LoadedLogs({ source, logs, filtered, isEmpty, children }: LoadedLogsProps) {
  const { reading, problem, isLoading } = logs;
  if (reading === undefined)
    return problem ? (
      <Unreadable problem={problem} source={source} retry={logs.reload} />
    ) : (
      <SkeletonRows rows={8} />
    );
  const older = !reading.complete && <Older logs={logs} reading={reading} />;
  return (
    <>
      {problem && (
        <div className="px-4 pt-2">
          <ProblemView problem={problem} onRetry={logs.reload} />
        </div>
      )}
      {!isEmpty ? (
        children(older)
      ) : isLoading ? (
        <div className="flex flex-1 flex-col items-center justify-center" role="status">
          {older}
        </div>
      ) : (
        <Nothing filtered={filtered} complete={reading.complete} older={older} />
      )}
    </>
  );
}

/** How far back a read has come, while it goes on. */
export function ReadProgress({ logs }: { logs: Pick<LogRead, "reading" | "isLoading" | "stop"> }) {
  const { zone } = useSession();
  const { reading, isLoading, stop } = logs;
  if (!isLoading) return null;
  return (
    <span className="flex items-center gap-1.5 text-11 text-text-3">
      {reading === undefined
        ? "reading"
        : `read back to ${formatDateTime(reading.coveredFromMs, zone, reading.readMs)}`}
      <Button size="small" kind="ghost" onClick={stop}>
        Stop
      </Button>
    </span>
  );
}

function Older({ logs, reading }: { logs: LogRead; reading: Reading }) {
  const { zone } = useSession();
  const at = formatDateTime(reading.coveredFromMs, zone, reading.readMs);
  return (
    <div className="flex items-center gap-3 px-4 py-2 text-12 text-text-3">
      {logs.loadOlder && (
        <Button size="small" busy={logs.isLoading} onClick={logs.loadOlder}>
          Load older
        </Button>
      )}
      Read back to {at}
      {(logs.dropped ?? 0) > 0 &&
        `; ${formatFullCount(logs.dropped)} older lines were dropped to hold 100,000`}
    </div>
  );
}
