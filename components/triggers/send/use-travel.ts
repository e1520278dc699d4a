"use client";

import { useRef, useState } from "react";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useFollow } from "@/components/logs/use-follow";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { InvocationGrouper } from "@/lib/model/log-invocations";
import type { LogEvent } from "@/lib/model/log-line";

/** The invocations that the function's log tells of since something was sent; followed while it is watched. */
export function useTravel(sentAtMs: number | undefined) {
  const { name } = useFunctionAddress();
  const { data: detail } = useFunction();
  const [invocations, setInvocations] = useState<LoggedInvocation[]>([]);
  const kept = useRef({ sentAtMs, grouper: new InvocationGrouper(), seen: new Set<string>() });
  const logGroup = detail?.logging.logGroup ?? "";
  const append = (events: readonly LogEvent[]) => {
    if (kept.current.sentAtMs !== sentAtMs)
      kept.current = { sentAtMs, grouper: new InvocationGrouper(), seen: new Set() };
    const { grouper, seen } = kept.current;
    for (const event of events) {
      if (seen.has(event.id) || event.timestampMs < (sentAtMs ?? 0)) continue;
      seen.add(event.id);
      grouper.add(event);
    }
    setInvocations(grouper.newestFirst().map((one) => ({ ...one })));
  };
  const following = useFollow(
    { logGroup, ...(detail?.logging.shared && { functionName: name }) },
    "",
    sentAtMs !== undefined && logGroup !== "",
    () => sentAtMs ?? Date.now(),
    append,
    sentAtMs ?? 0,
  );
  return { invocations: sentAtMs === undefined ? [] : invocations, following, logGroup };
}
