"use client";

import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ProblemView } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatClock, formatFullCount } from "@/lib/model/format";
import { Nothing, Unreadable } from "./log-states";
import type { LogSource } from "./use-log-events";
import type { FollowedLogs } from "./use-followed-logs";

export interface LoadedLogsProps {
  source: LogSource;
  logs: FollowedLogs;
  /** Whether something narrows what is shown. */
  filtered: boolean;
  isEmpty: boolean;
  /** The list; `older` goes to its old end. */
  children(older: React.ReactNode): React.ReactNode;
}

/** The list of what was read, or why there is none. */
export function LoadedLogs({ source, logs, filtered, isEmpty, children }: LoadedLogsProps) {
  const { reading, problem } = logs;
  if (reading === undefined)
    return problem ? (
      <Unreadable problem={problem} source={source} retry={logs.reload} />
    ) : (
      <SkeletonRows rows={8} />
    );
  const older = !reading.complete && <Older logs={logs} coveredFromMs={reading.coveredFromMs} />;
  return (
    <>
      {problem && (
        <div className="px-4 pt-2">
          <ProblemView problem={problem} onRetry={logs.reload} />
        </div>
      )}
      {isEmpty ? (
        <Nothing filtered={filtered} complete={reading.complete} older={older} />
      ) : (
        children(older)
      )}
    </>
  );
}

function Older({ logs, coveredFromMs }: { logs: FollowedLogs; coveredFromMs: number }) {
  const { zone } = useSession();
  return (
    <div className="flex items-center gap-3 px-4 py-2 text-12 text-text-3">
      <Button size="small" busy={logs.isLoading} onClick={logs.loadOlder}>
        Load older
      </Button>
      Read back to {formatClock(coveredFromMs, zone)}
      {logs.dropped > 0 &&
        `; ${formatFullCount(logs.dropped)} older lines were dropped to hold 100,000`}
    </div>
  );
}
