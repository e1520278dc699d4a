import { setTimeout } from "node:timers/promises";
import { problemFrom } from "@/lib/aws/problem-from";
import { followLogEvents } from "@/lib/logs/follow-log-events";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { requiredFrom } from "@/lib/server/query-values";

/** Events `mode` and `events`, until the browser hangs up. */
export const GET = handle(({ connection, query, signal }) => {
  const wanted = {
    logGroup: requiredFrom(query, "group"),
    pattern: query.get("pattern") || undefined,
    functionName: query.get("function") || undefined,
    sinceMs: Number(query.get("sinceMs")) || Date.now(),
  };
  return eventStream(
    signal,
    (send, ended) =>
      followLogEvents(connection, wanted, (update) => send(update.kind, update), {
        signal: ended,
        now: Date.now,
        wait: (ms, until) => setTimeout(ms, undefined, { signal: until }).catch(() => {}),
      }),
    (error) => problemFrom(error, { connection, action: `follow ${wanted.logGroup}` }),
  );
});
