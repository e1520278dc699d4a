import { type Problem, ProblemError } from "@/lib/model/problem";
import { apiUrl } from "./api";

/**
 * Sends JSON to the API and reads the event stream it answers. An event `problem` is thrown; `brokenOff` is
 * thrown where the connection fails. Throws the fetch's own error when the signal is aborted.
 */
export async function* postEvents(
  path: string,
  body: unknown,
  { signal, brokenOff }: { signal: AbortSignal; brokenOff: ProblemError },
): AsyncGenerator<{ event: string; data: unknown }> {
  const response = await fetch(apiUrl(path), {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", "x-lambdeck": "1" },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw signal.aborted ? error : brokenOff;
  });
  if (!response.ok || !response.body) throw await problemOfResponse(response);
  for await (const { event, data } of readEvents(response.body, brokenOff)) {
    if (event === "problem") throw new ProblemError(data as Problem);
    yield { event, data };
  }
}

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
  brokenOff: ProblemError,
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
