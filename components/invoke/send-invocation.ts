"use client";

import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { postEvents } from "@/components/ui/post-events";
import type { InvokeRequest, InvokeResult, PastInvocation, StreamPart } from "@/lib/model/invoke";
import { ProblemError } from "@/lib/model/problem";

export interface InvokeAnswer {
  entry: PastInvocation;
  result: InvokeResult;
}

/** Invokes the function through the API. A streamed response is handed on as it arrives. Throws ProblemError. */
export async function sendInvocation(
  functionName: string,
  { streaming, ...request }: InvokeRequest,
  { signal, onPart }: { signal: AbortSignal; onPart(part: StreamPart): void },
): Promise<InvokeAnswer> {
  if (!streaming)
    return sendJson<InvokeAnswer>("POST", functionPath(functionName, "/invoke"), request, {
      signal,
    });
  const { type: _type, ...body } = request;
  const path = functionPath(functionName, "/invoke/stream");
  for await (const { event, data } of postEvents(path, body, { signal, brokenOff })) {
    if (event === "part") onPart(data as StreamPart);
    if (event !== "answer") continue;
    const answer = data as InvokeAnswer;
    if (answer.result.problem) throw new ProblemError(answer.result.problem);
    return answer;
  }
  throw brokenOff;
}

const brokenOff = new ProblemError({
  kind: "unreachable",
  title: "The answer broke off",
  detail:
    "Lambdeck's own server cannot be reached, or went away before the function's answer was complete.",
  action: "The event is still here; the history shows whether the function ended.",
});
