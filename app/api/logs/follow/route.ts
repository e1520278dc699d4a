import { problemFrom } from "@/lib/aws/problem-from";
import { followLogEvents } from "@/lib/logs/follow-log-events";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { countFrom, logsFrom } from "@/lib/server/query-values";
import { wait } from "@/lib/server/wait";

/** Events `mode` and `events`, until the browser hangs up or three hours have passed. */
export const GET = handle(({ connection, query, signal }) => {
  const wanted = {
    ...logsFrom(query),
    sinceMs: countFrom(query, "sinceMs", { otherwise: Date.now() }),
  };
  return eventStream(
    signal,
    (send, ended) =>
      followLogEvents(connection, wanted, (update) => send(update.kind, update), {
        signal: ended,
        now: Date.now,
        wait,
      }),
    (error) => problemFrom(error, { connection, action: `follow ${wanted.logGroup}` }),
  );
});
