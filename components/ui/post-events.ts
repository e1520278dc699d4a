import { type Problem, ProblemError } from "@/lib/model/problem";
import { apiUrl, type Params } from "./api";

/**
 * Sends JSON to the API and reads the event stream it answers. An event `problem` is thrown; `brokenOff` is
 * thrown where the connection fails. Throws the fetch's own error when the signal is aborted.
 */
export async function* postEvents(
  path: string,
  body: unknown,
  { signal, brokenOff }: { signal: AbortSignal; brokenOff: ProblemError },
): AsyncGenerator<{ event: string; data: unknown }> {
  const sent = fetch(apiUrl(path), {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", "x-lambdeck": "1" },
    body: JSON.stringify(body),
  });
  yield* eventsOf(sent, { signal, brokenOff });
}

/** Reads the event stream of a GET; otherwise as `postEvents`. */
export async function* getEvents(
  path: string,
  params: Params,
  { signal, brokenOff }: { signal: AbortSignal; brokenOff: ProblemError },
): AsyncGenerator<{ event: string; data: unknown }> {
  const headers = { "x-lambdeck": "1" };
  yield* eventsOf(fetch(apiUrl(path, params), { signal, headers }), { signal, brokenOff });
}

async function* eventsOf(
  sent: Promise<Response>,
  { signal, brokenOff }: { signal: AbortSignal; brokenOff: ProblemError },
): AsyncGenerator<{ event: string; data: unknown }> {
  const response = await sent.catch((error: unknown) => {
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
    // A large event comes in many pieces; it is not looked through for each of them.
    if (!value.includes("\n")) continue;
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const [first = "", second = ""] = frame.split("\n", 2);
      if (first.startsWith("event: ") && second.startsWith("data: "))
        yield { event: first.slice(7), data: JSON.parse(second.slice(6)) };
    }
  }
}
