"use client";

import { useMemo } from "react";
import { Link } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest, InvokeResult } from "@/lib/model/invoke";
import type { InvocationLog } from "@/lib/model/invocation-log";
import { parseLogLine } from "@/lib/model/log-line";
import { LogLines } from "./log-lines";
import { useInvocationLog } from "./use-invocation-log";

const hasReport = ({ attempts }: InvocationLog) => attempts.some(({ report }) => report);

/** The log of a call: its tail at once where AWS gives it, all of it when it has arrived. */
export function CallLog({
  request,
  result,
  startedMs,
  detail,
}: {
  request: InvokeRequest;
  result: InvokeResult;
  startedMs: number;
  detail: FunctionDetail;
}) {
  const { requestId, logTail } = result;
  const { data, error, isLooking, refetch } = useInvocationLog(
    detail,
    { requestId, sentMs: startedMs, isQueued: request.type === "Event" },
    hasReport,
  );
  const full = useMemo(
    () =>
      (data?.attempts ?? []).flatMap(({ lines }) =>
        lines.map(({ event, line }) => ({ line, timestampMs: event.timestampMs })),
      ),
    [data],
  );
  const tail = useMemo(
    () => splitTail(logTail ?? "").map((message) => ({ line: parseLogLine(message) })),
    [logTail],
  );
  const isFull = data !== undefined && hasReport(data);
  // Until the whole log is there, the tail may know more than what has arrived of it.
  const lines = isFull || full.length > tail.length ? full : tail;
  const isCut = !isFull && (logTail?.length ?? 0) > 3_900;
  return (
    <section aria-label="Log" className="border-b border-border px-3 py-2.5">
      <div className="mb-1.5 flex flex-wrap items-center gap-2 text-12">
        <h2 className="font-semibold">{isFull ? "Log" : "Log tail"}</h2>
        <span className="text-11 text-text-3" role="status">
          {lines.length} lines{isCut && " \u00b7 the last 4 KB only"}
          {isLooking && " \u00b7 looking for the whole log; lines can come some seconds later"}
          {!isLooking && !isFull && !error && lines.length === 0 && " \u00b7 none has come"}
        </span>
        <span className="flex-1" />
        <Link
          className="text-12 font-medium text-accent"
          href={`/functions/${encodeURIComponent(detail.name)}/logs${requestId ? `?request=${encodeURIComponent(requestId)}` : ""}`}
        >
          Open in Logs
        </Link>
      </div>
      {error && (
        <div className="mb-2">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      )}
      <LogLines lines={lines} />
    </section>
  );
}

/** A message may hold line breaks of its own; a new one begins where a line has the look of one. */
function splitTail(text: string): string[] {
  if (text === "") return [];
  const messages: string[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const goesOn = messages.length > 0 && /^(\s|XRAY TraceId)/.test(line);
    if (goesOn) messages[messages.length - 1] += `\n${line}`;
    else messages.push(line);
  }
  return messages;
}
