"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatClock } from "@/lib/model/format";
import type { LineContext as Context } from "@/lib/model/log-group";
import { type LogEvent, parseLogLine } from "@/lib/model/log-line";
import { eventKey } from "@/lib/model/seen-events";
import { LineText, wordColour, wordOf } from "./line-text";
import type { LogSource } from "./use-log-events";

const step = 5;
const mostLines = 1_000;

/** What stands before and after a line in its stream, more on demand. */
export function LineContext({ source, event }: { source: LogSource; event: LogEvent }) {
  const { connectionId, zone } = useSession();
  const [before, setBefore] = useState(step);
  const [after, setAfter] = useState(step);
  const { stream, timestampMs } = event;
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["line-context", connectionId, source.logGroup, stream, timestampMs, before, after],
    queryFn: ({ signal }) =>
      getJson<Context>(
        "/api/logs/context",
        { group: source.logGroup, stream, timestampMs, before, after },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  const own = eventKey(event);
  return (
    <section aria-label="Around it in its stream" className="flex flex-col gap-1">
      <h2 className="font-semibold">Around it in its stream</h2>
      {error ? (
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={4} />
      ) : (
        <>
          {data.moreBefore && (
            <More
              label="More before"
              busy={isFetching}
              onClick={() => setBefore(Math.min(mostLines, before * 4))}
            />
          )}
          <ol className="code-text -mx-3.5 leading-4.5">
            {data.events.map((one) => {
              const line = parseLogLine(one.message);
              const isOwn = eventKey(one) === own;
              return (
                <li
                  key={one.id}
                  aria-current={isOwn || undefined}
                  className={`px-3.5 py-px ${isOwn ? "bg-accent-bg" : ""}`}
                >
                  <span className="mr-2 text-text-3">
                    {formatClock(one.timestampMs, zone, "ms")}
                  </span>
                  <span className={`mr-2 ${wordColour(line)}`}>{wordOf(line)}</span>
                  <span
                    className={`break-words whitespace-pre-wrap ${line.kind === "text" ? "" : "text-text-3"}`}
                  >
                    <LineText line={line} />
                  </span>
                </li>
              );
            })}
          </ol>
          {data.moreAfter && (
            <More
              label="More after"
              busy={isFetching}
              onClick={() => setAfter(Math.min(mostLines, after * 4))}
            />
          )}
        </>
      )}
    </section>
  );
}

function More({ label, busy, onClick }: { label: string; busy: boolean; onClick(): void }) {
  return (
    <div>
      <Button size="small" kind="ghost" busy={busy} onClick={onClick}>
        {label}
      </Button>
    </div>
  );
}
