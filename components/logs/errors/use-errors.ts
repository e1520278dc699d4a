"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSession } from "@/components/shell/session";
import { problemOf } from "@/components/ui/problem-view";
import { errorPattern, groupErrors } from "@/lib/model/error-groups";
import type { LogPage } from "@/lib/model/log-group";
import { spanOf, type TimeSpan } from "@/lib/model/time-range";
import { type LogSource, readEvents, wholeMs } from "../use-log-events";

const eventsPerRead = 5_000;

/**
 * The errors of a log group over the time range, from the lines that CloudWatch's own search finds. The newest part
 * comes first; `readOlder` goes on from there.
 */
export function useErrors(source: LogSource, wanted = true) {
  const { connectionId, range, refreshMs } = useSession();
  const { logGroup, functionName } = source;
  const query = useInfiniteQuery({
    queryKey: ["log-errors", connectionId, logGroup, functionName, range.text],
    queryFn: ({ pageParam, signal }) =>
      readErrorLines(source, pageParam ?? spanOf(range, Date.now()), signal),
    initialPageParam: undefined as TimeSpan | undefined,
    getNextPageParam: ({ page, span }) =>
      page.complete ? undefined : { startMs: span.startMs, endMs: page.coveredFromMs },
    enabled: wanted && connectionId !== undefined && logGroup !== "",
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
  const { data } = query;
  const groups = useMemo(
    () => data && groupErrors(data.pages.toReversed().flatMap(({ page }) => page.events)),
    [data],
  );
  const oldest = data?.pages.at(-1);
  return {
    groups,
    /** All of it, and the part that has been read. */
    span: data && { startMs: oldest!.span.startMs, endMs: data.pages[0]!.span.endMs },
    coveredFromMs: oldest?.page.coveredFromMs,
    complete: oldest?.page.complete ?? false,
    readMs: query.dataUpdatedAt,
    error: query.error ?? undefined,
    isReading: query.isFetching,
    readOlder: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

async function readErrorLines(
  source: LogSource,
  given: TimeSpan,
  signal: AbortSignal,
): Promise<{ page: LogPage; span: TimeSpan }> {
  const span = wholeMs(given);
  const read = { ...span, limit: eventsPerRead };
  try {
    return { page: await readEvents(source, { ...read, pattern: errorPattern }, signal), span };
  } catch (error) {
    // Not every implementation can search; then all lines are read, and the page says how far it came.
    if (signal.aborted || !["invalid", "unsupported"].includes(problemOf(error).kind)) throw error;
    return { page: await readEvents(source, read, signal), span };
  }
}
