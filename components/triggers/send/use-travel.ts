"use client";

import { useRef, useState } from "react";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useFollow } from "@/components/logs/use-follow";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { InvocationGrouper } from "@/lib/model/log-invocations";
import type { LogEvent } from "@/lib/model/log-line";

/** The invocations that the function's log tells of since something was sent, while it is watched; 0 sent: of none. */
export function useTravel(sent: number, sentAtMs: number) {
  const { name } = useFunctionAddress();
  const { data: detail } = useFunction();
  const [invocations, setInvocations] = useState<LoggedInvocation[]>([]);
  const [grouper] = useState(() => new InvocationGrouper());
  const seen = useRef(new Set<string>());
  const logGroup = detail?.logging.logGroup ?? "";
  const append = (events: readonly LogEvent[]) => {
    for (const event of events) {
      if (seen.current.has(event.id) || event.timestampMs < sentAtMs) continue;
      seen.current.add(event.id);
      grouper.add(event);
    }
    setInvocations(grouper.newestFirst().map((one) => ({ ...one })));
  };
  const following = useFollow(
    { logGroup, ...(detail?.logging.shared && { functionName: name }) },
    "",
    sent > 0 && logGroup !== "",
    () => sentAtMs,
    append,
    sentAtMs,
  );
  return { invocations, following };
}
