import { problemFrom } from "@/lib/aws/problem-from";

/** An answer that comes line by line, each a JSON value; what is thrown on the way is the last line, as `{problem}`. */
export function jsonLines(lines: AsyncGenerator<object>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        controller.enqueue(encoder.encode(`${JSON.stringify({ problem: problemFrom(error) })}\n`));
        controller.close();
      }
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(body, {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store, no-transform" },
  });
}
