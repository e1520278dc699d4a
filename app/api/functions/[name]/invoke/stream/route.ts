import { z } from "zod";
import { problemFrom } from "@/lib/aws/problem-from";
import { invokeFunction } from "@/lib/invocations/invoke-function";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";

const streamBody = z.strictObject({
  payload: z.string(),
  qualifier: z.string().min(1).optional(),
  clientContext: z.string().optional(),
  logTail: z.boolean().default(true),
  eventName: z.string().max(64).optional(),
});

/** Events `part` (a piece of the response: prelude, text or bytes), then `answer` ({entry, result}). */
export const POST = handle(streamBody, ({ connection, params, body, signal }) =>
  eventStream(
    signal,
    async (send, ended) => {
      const answer = await invokeFunction(
        connection,
        params.name ?? "",
        { ...body, type: "RequestResponse", streaming: true },
        { now: Date.now, signal: ended, onPart: (part) => send("part", part) },
      );
      send("answer", answer);
    },
    problemFrom,
  ),
);
