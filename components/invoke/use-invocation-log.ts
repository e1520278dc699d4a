"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { functionPath } from "@/components/functions/use-function";
import { getJson } from "@/components/ui/api";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvocationLog } from "@/lib/model/invocation-log";

/** How long the page keeps looking for lines: those of a call that was waited for, and those of a queued event. */
const patienceMs = { waited: 60_000, queued: 15 * 60_000 };

/**
 * All that was logged about one call, looked for until `isWhole` says so: every second at first, then less and
 * less often, and not for ever.
 */
export function useInvocationLog(
  detail: FunctionDetail,
  call: { requestId: string | undefined; sentMs: number; isQueued: boolean },
  isWhole: (log: InvocationLog) => boolean,
) {
  const { connectionId } = useSession();
  const { requestId, sentMs, isQueued } = call;
  const group = detail.logging.logGroup;
  const endMs = sentMs + patienceMs[isQueued ? "queued" : "waited"];
  const query = useQuery({
    queryKey: ["invocation-log", connectionId, group, requestId],
    queryFn: ({ signal }) =>
      getJson<InvocationLog>(
        functionPath(detail.name, "/invoke/log"),
        { group, request: requestId, sentMs: String(sentMs) },
        signal,
      ),
    enabled: connectionId !== undefined && requestId !== undefined,
    retry: false,
    refetchInterval: ({ state }) => {
      if (state.error || (state.data && isWhole(state.data)) || Date.now() > endMs) return false;
      const passedMs = Date.now() - sentMs;
      return passedMs < 15_000 ? 1_000 : passedMs < 60_000 ? 3_000 : 10_000;
    },
  });
  const nowMs = useNow(1_000);
  const isLooking = !query.error && !(query.data && isWhole(query.data)) && nowMs < endMs;
  return { ...query, isLooking };
}
