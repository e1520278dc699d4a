"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { functionPath } from "@/components/functions/use-function";
import { useOpenInEditor } from "@/components/invoke/use-draft";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { toast } from "@/components/ui/toast";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { LoggedInvocation } from "@/lib/model/invocation";
import type { PastInvocation, PastInvocationDetail } from "@/lib/model/invoke";
import { eventLoggingCode, findLoggedEvent } from "@/lib/model/logged-event";

/** Clocks of this computer and of AWS may differ, and an environment may start before the first line. */
const aroundMs = 60_000;
const mostLooks = 10;

/** Why a request cannot be replayed, with the line of code that would have helped. */
interface ReplayRefusal {
  why: string;
  code: string | undefined;
}

/**
 * Opens the event of a request in the Test page's editor: from Lambdeck's own history where it was sent from here,
 * else from what the request logged.
 */
export function useReplay(functionName: string | undefined, invocation: LoggedInvocation) {
  const { connectionId } = useSession();
  const openInEditor = useOpenInEditor();
  const [isLooking, setLooking] = useState(false);
  const [refused, setRefused] = useState(false);
  const { data: runtime } = useQuery({
    queryKey: ["runtime", connectionId, functionName],
    queryFn: async ({ signal }) =>
      (await getJson<FunctionDetail>(functionPath(functionName ?? ""), {}, signal)).runtime ?? null,
    enabled: refused && functionName !== undefined,
    staleTime: 60_000,
  });
  const logged = findLoggedEvent(invocation.lines.map(({ event }) => event));
  const replay = async () => {
    if (functionName === undefined || isLooking) return;
    setLooking(true);
    const sent = await findSentEvent(functionName, invocation).catch(() => undefined);
    setLooking(false);
    const text = sent ?? (logged.found === "event" ? logged.text : undefined);
    if (text === undefined) return setRefused(true);
    openInEditor(functionName, { text, name: `Request ${invocation.requestId.slice(0, 8)}` });
    toast.info(
      sent === undefined
        ? "The event as the request logged it"
        : "The event as it was sent from here",
      { description: "Look at it, then invoke." },
    );
  };
  const refusal: ReplayRefusal | undefined = refused
    ? {
        why:
          logged.found === "incomplete"
            ? `A line of this request shows its event, but ${logged.why}.`
            : "This request did not log its event, and it was not sent from this Lambdeck.",
        code: eventLoggingCode(runtime ?? undefined),
      }
    : undefined;
  return { replay, isLooking, refusal };
}

/** The event of a request that was sent from here. */
async function findSentEvent(
  functionName: string,
  { requestId, startMs }: LoggedInvocation,
): Promise<string | undefined> {
  const path = functionPath(functionName, "/invoke");
  const { invocations } = await getJson<{ invocations: PastInvocation[] }>(path);
  const near = invocations
    .filter(({ startedMs }) => Math.abs(startedMs - startMs) < aroundMs)
    .sort((a, b) => Math.abs(a.startedMs - startMs) - Math.abs(b.startedMs - startMs));
  for (const { id } of near.slice(0, mostLooks)) {
    const past = await getJson<PastInvocationDetail>(`${path}/${id}`);
    if (past.result.requestId === requestId) return past.request.payload;
  }
  return undefined;
}
