"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { type Dot, StateDot } from "@/components/ui/badge";
import { getJson } from "@/components/ui/api";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import type { Configuration } from "@/lib/model/configuration";
import { formatClock, formatDuration, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeResult } from "@/lib/model/invoke";
import { type Outcome, outcomeText } from "@/lib/model/invocation";
import { type AsynchronousRules, fateOf } from "@/lib/model/invocation-log";
import { LogLines } from "./log-lines";
import { useInvocationLog } from "./use-invocation-log";

const dots: Record<Outcome, Dot> = {
  ok: "ok",
  error: "danger",
  timeout: "danger",
  "out-of-memory": "danger",
  running: "pend",
};

/** What became of an asynchronous event: its attempts as the log tells them, and what happens next. */
export function EventFate({
  result,
  qualifier,
  startedMs,
  detail,
}: {
  result: InvokeResult;
  qualifier: string | undefined;
  startedMs: number;
  detail: FunctionDetail;
}) {
  const { zone } = useSession();
  const nowMs = useNow(5_000);
  const rules = useRules(detail, qualifier);
  const { data, error, refetch } = useInvocationLog(
    detail,
    { requestId: result.requestId, sentMs: startedMs, isQueued: true },
    ({ attempts }) => fateOf(attempts, rules, { sentMs: startedMs, nowMs: Date.now() }).isOver,
  );
  const attempts = data?.attempts ?? [];
  const fate = fateOf(attempts, rules, { sentMs: startedMs, nowMs });
  return (
    <section aria-label="What became of it" className="border-b border-border px-3 py-2.5 text-12">
      <h2 className="mb-1 font-semibold">What became of it</h2>
      <p role="status" className="mb-2 text-text-2">
        {fate.text}
      </p>
      {error && <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />}
      <ol className="flex flex-col gap-2">
        {attempts.map((attempt, index) => (
          <li key={`${attempt.stream} ${attempt.startMs}`}>
            <details open={index === attempts.length - 1}>
              <summary className="flex cursor-pointer flex-wrap items-center gap-x-2 py-0.5">
                <StateDot dot={dots[attempt.outcome]}>
                  Attempt {index + 1}: {outcomeText(attempt)}
                </StateDot>
                <span className="text-text-3">
                  {formatClock(attempt.startMs, zone)}
                  {attempt.report?.durationMs !== undefined &&
                    ` \u00b7 ${plain(formatDuration(attempt.report.durationMs))}`}
                </span>
              </summary>
              <LogLines
                lines={attempt.lines.map(({ event, line }) => ({
                  line,
                  timestampMs: event.timestampMs,
                }))}
              />
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The function's settings for asynchronous events; undefined while, or where, they cannot be read. */
function useRules(
  detail: FunctionDetail,
  qualifier: string | undefined,
): AsynchronousRules | undefined {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["configuration", connectionId, detail.name, qualifier ?? ""],
    queryFn: ({ signal }) =>
      getJson<Configuration>(functionPath(detail.name, "/configuration"), { qualifier }, signal),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
  });
  return (
    data?.asynchronous && {
      ...data.asynchronous,
      deadLetterTargetArn: detail.deadLetterTargetArn,
    }
  );
}
