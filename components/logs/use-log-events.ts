"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson, type Params } from "@/components/ui/api";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { LoggedInvocation } from "@/lib/model/invocation";
import type { LogGroup, LogPage } from "@/lib/model/log-group";
import { groupInvocations } from "@/lib/model/log-invocations";
import { spanOf } from "@/lib/model/time-range";

/** The log group a page is about. */
export interface LogSource {
  logGroup: string;
  /** Set where the group is shared, so that only this function's streams count. */
  functionName?: string;
  /** Only this stream. */
  stream?: string;
}

/** Where a function logs. */
export function logSourceOf({
  name,
  logging,
}: Pick<FunctionDetail, "name" | "logging">): LogSource {
  return { logGroup: logging.logGroup, ...(logging.shared && { functionName: name }) };
}

interface Read {
  startMs: number;
  endMs: number;
  pattern?: string;
  limit?: number;
}

/** A read of a source as the API's parameters. */
export function paramsOf(
  { logGroup, functionName, stream }: LogSource,
  { pattern, ...read }: Partial<Read>,
): Params {
  return {
    group: logGroup,
    function: functionName,
    stream,
    ...read,
    pattern: pattern || undefined,
  };
}

/** One read of `GET /api/logs/events`: the newest events of a span, in order of time. */
export function readEvents(
  source: LogSource,
  read: Read & { limit: number },
  signal?: AbortSignal,
): Promise<LogPage> {
  return getJson<LogPage>("/api/logs/events", paramsOf(source, read), signal);
}

export interface RecentInvocations {
  /** Newest first. */
  invocations: LoggedInvocation[];
  readMs: number;
}

const recentEvents = 400;

/** The newest invocations of a function, from the newest log events of the time range. */
export function useRecentInvocations(detail: FunctionDetail | undefined) {
  const { connectionId, range, refreshMs } = useSession();
  return useQuery({
    queryKey: [
      "recent-invocations",
      connectionId,
      detail?.name,
      detail?.logging.logGroup,
      range.text,
    ],
    queryFn: async ({ signal }): Promise<RecentInvocations> => {
      if (!detail) return { invocations: [], readMs: 0 };
      const now = Date.now();
      const page = await readEvents(
        logSourceOf(detail),
        { ...wholeMs(spanOf(range, now)), limit: recentEvents },
        signal,
      );
      // The oldest request may have lost its beginning; without START it says nothing wrong, so it stays.
      return { invocations: groupInvocations(page.events), readMs: now };
    },
    enabled: connectionId !== undefined && detail !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: range.fixed ? false : refreshMs || false,
  });
}

/** A log group's retention and size; null when it does not exist. */
export function useLogGroup(name: string | undefined) {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["log-group", connectionId, name],
    queryFn: async ({ signal }) =>
      (await getJson<{ group: LogGroup | null }>("/api/logs/groups", { name }, signal)).group,
    enabled: connectionId !== undefined && name !== undefined && name !== "",
    staleTime: 60_000,
  });
}

export function wholeMs({ startMs, endMs }: { startMs: number; endMs: number }) {
  return { startMs: Math.floor(startMs), endMs: Math.ceil(endMs) };
}
