"use client";

import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { useSession } from "@/components/shell/session";
import type { Board } from "./use-board";

/** Four metrics by the minute and three percentiles, at CloudWatch's price of one metric in GetMetricData. */
const usdPerFunction = (7 * 0.01) / 1000;

/** What the board lacks and how to get it, above it. */
export function BoardNotes({ board }: { board: Board }) {
  const { connection } = useSession();
  const { settings, reading, traffic } = board;
  const unread = settings.isReading ? 0 : settings.count - reading.asked;
  const problems = [...settings.problems, ...(traffic?.problems ?? [])];
  const once = [...new Map(problems.map((problem) => [problem.detail, problem])).values()];
  const isPartial = reading.isReading && reading.done < reading.asked;
  if (once.length === 0 && !reading.problem && unread <= 0 && !isPartial) return null;
  return (
    <div className="flex flex-none flex-col gap-2 border-b border-border px-4 py-2">
      {reading.problem && (
        <Note tone="warn" title={reading.problem.title}>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              {reading.problem.detail} Limits can be planned, but nothing can be predicted.
            </span>
            <Button size="small" onClick={reading.retry}>
              Try again
            </Button>
          </span>
        </Note>
      )}
      {once.map((problem) => (
        <Note key={problem.detail} tone="warn">
          <b>{problem.title}.</b> {problem.detail} {problem.action?.replaceAll("`", "")}
        </Note>
      ))}
      {isPartial && (
        <div className="text-11 text-text-3" role="status">
          Reading the traffic: {formatFullCount(reading.done)} of {formatFullCount(reading.asked)}{" "}
          functions
        </div>
      )}
      {unread > 0 && !isPartial && (
        <Note>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              The traffic of {formatFullCount(reading.asked)} functions is read, those with limits
              of their own first. {formatFullCount(unread)} others are not part of the predictions.
            </span>
            <Button size="small" onClick={reading.readAll}>
              Read all
              {connection?.kind === "profile" && `, about ${formatMoney(unread * usdPerFunction)}`}
            </Button>
          </span>
        </Note>
      )}
    </div>
  );
}
