import { problemFrom } from "@/lib/aws/problem-from";
import { streamLogEvents } from "@/lib/logs/read-log-events";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { countFrom, logsFrom, spanFrom } from "@/lib/server/query-values";
import { wait } from "@/lib/server/wait";

/** Events `lines`, newest first, until `limit` or the start of the range is reached. */
export const GET = handle(({ connection, query, signal }) => {
  const wanted = {
    ...logsFrom(query),
    span: spanFrom(query),
    limit: countFrom(query, "limit", { least: 1, most: 100_000, otherwise: 5_000 }),
  };
  return eventStream(
    signal,
    (send, ended) =>
      streamLogEvents(connection, wanted, (update) => send("lines", update), {
        signal: ended,
        wait: (ms) => wait(ms, ended),
      }),
    (error) => problemFrom(error, { connection }),
  );
});
