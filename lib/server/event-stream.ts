/** How often a silent stream shows that it is alive. */
const pingMs = 15_000;

/**
 * A server-sent event stream. `run` sends events until it returns or the browser hangs up; what it throws
 * becomes a last event `problem`, made by `problemOf`.
 */
export function eventStream(
  signal: AbortSignal,
  run: (send: (event: string, data: unknown) => void, signal: AbortSignal) => Promise<void>,
  problemOf: (error: unknown) => unknown,
): Response {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let ping: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(ping);
    signal.removeEventListener("abort", end);
    ended.abort();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!ended.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const send = (event: string, data: unknown) =>
        write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      signal.addEventListener("abort", end);
      ended.signal.addEventListener("abort", () => {
        // Fails only when the reader has gone, which is how it may have ended.
        try {
          controller.close();
        } catch {}
      });
      if (signal.aborted) return end();
      ping = setInterval(() => write(": ping\n\n"), pingMs);
      // The headers leave with the first byte; the page knows at once that it is connected.
      write(": open\n\n");
      void run(send, ended.signal)
        .catch((error: unknown) => {
          send("problem", problemOf(error));
        })
        .finally(end);
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
    },
  });
}
