"use client";

import { useSession } from "@/components/shell/session";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatDateTime } from "@/lib/model/format";
import { useAlarmHistory } from "./use-alarms";

const kindWords: Record<string, string> = {
  StateUpdate: "State",
  ConfigurationUpdate: "Changed",
  Action: "Action",
};

/** What happened to an alarm, the newest first. */
export function AlarmHistory({ alarmName }: { alarmName: string }) {
  const { zone, serverNowMs } = useSession();
  const { data, error, refetch } = useAlarmHistory(alarmName);
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.length === 0)
    return <p className="py-1 text-12 text-text-3">CloudWatch has no history of this alarm.</p>;
  return (
    // A region that scrolls must take the focus, or the keyboard cannot scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ol aria-label={`History of ${alarmName}`} className="max-h-48 overflow-y-auto" tabIndex={0}>
      {data.map(({ time, kind, summary }, index) => (
        <li key={`${time} ${index}`} className="flex gap-3 py-0.5 text-12">
          <span className="flex-none tabular-nums text-text-3">
            {time && formatDateTime(Date.parse(time), zone, serverNowMs)}
          </span>
          <span className="w-16 flex-none text-text-3">{kindWords[kind] ?? kind}</span>
          <span className="min-w-0 break-words">{summary}</span>
        </li>
      ))}
    </ol>
  );
}
