"use client";

import { functionPath } from "@/components/functions/use-function";
import { apiUrl, sendJson } from "@/components/ui/api";
import type { InvokeRequest, InvokeResult, PastInvocation } from "@/lib/model/invoke";
import { type Problem, ProblemError } from "@/lib/model/problem";

export interface InvokeAnswer {
  entry: PastInvocation;
  result: InvokeResult;
}

/** Invokes the function through the API. A streamed response is handed on as it arrives. Throws ProblemError. */
export async function sendInvocation(
  functionName: string,
  { streaming, ...request }: InvokeRequest,
  { signal, onChunk }: { signal: AbortSignal; onChunk(text: string): void },
): Promise<InvokeAnswer> {
  if (!streaming)
    return sendJson<InvokeAnswer>("POST", functionPath(functionName, "/invoke"), request, {
      signal,
    });
  const { type: _type, ...body } = request;
  const response = await fetch(apiUrl(functionPath(functionName, "/invoke/stream")), {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", "x-lambdeck": "1" },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw signal.aborted ? error : brokenOff;
  });
  if (!response.ok || !response.body) throw await problemOfResponse(response);
  for await (const { event, data } of readEvents(response.body)) {
    if (event === "chunk") onChunk(String(data));
    if (event === "problem") throw new ProblemError(data as Problem);
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

async function problemOfResponse(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === "object" && body !== null && "problem" in body)
    return new ProblemError(body.problem as Problem);
  return new ProblemError({
    kind: "unexpected",
    title: "The dashboard gave no usable answer",
    detail: `HTTP ${response.status}`,
  });
}

async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<{ event: string; data: unknown }> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read().catch((): never => {
      throw brokenOff;
    });
    if (done) return;
    text += value;
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const event = /^event: (.*)$/m.exec(frame)?.[1];
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (event && data) yield { event, data: JSON.parse(data) };
    }
  }
}
