import { problemFrom } from "@/lib/aws/problem-from";
import { streamHits } from "@/lib/logs/stream-invocations";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { logsFrom, requiredFrom, spanFrom } from "@/lib/server/query-values";
import { wait } from "@/lib/server/wait";

/** Events `hits`: which requests have lines that match, newest first. */
export const GET = handle(({ connection, query, signal }) => {
  const wanted = {
    ...logsFrom(query),
    pattern: requiredFrom(query, "pattern"),
    span: spanFrom(query),
  };
  return eventStream(
    signal,
    (send, ended) =>
      streamHits(connection, wanted, (update) => send("hits", update), {
        signal: ended,
        wait: (ms) => wait(ms, ended),
      }),
    (error) => problemFrom(error, { connection }),
  );
});
