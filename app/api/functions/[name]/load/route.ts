import { z } from "zod";
import { problemFrom } from "@/lib/aws/problem-from";
import { checkLoad, loadFunction } from "@/lib/invocations/load-function";
import { loadSchema } from "@/lib/model/load-schema";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";

/** A load, and whether who sends it agrees to what it costs on a real account. */
const loadBody = loadSchema.extend({ confirmed: z.boolean().default(false) });

/** Events `progress` ({result, points}: the new ones), then `done` ({result, points}: all). Hanging up stops it. */
export const POST = handle(loadBody, async ({ connection, params, body, signal }) => {
  const { confirmed, ...load } = body;
  const functionName = params.name ?? "";
  await checkLoad(connection, functionName, load, confirmed);
  return eventStream(
    signal,
    async (send, ended) => {
      const done = await loadFunction(connection, functionName, load, {
        seed: Date.now(),
        signal: ended,
        onProgress: (result, points) => send("progress", { result, points }),
      });
      send("done", done);
    },
    problemFrom,
  );
});
