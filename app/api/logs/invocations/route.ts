import { problemFrom } from "@/lib/aws/problem-from";
import { streamInvocations } from "@/lib/logs/stream-invocations";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { logsFrom, spanFrom } from "@/lib/server/query-values";
import { wait } from "@/lib/server/wait";

/** Events `invocations`, newest first, until the start of the range is reached. */
export const GET = handle(({ connection, query, signal }) => {
  const wanted = { ...logsFrom(query), span: spanFrom(query) };
  return eventStream(
    signal,
    (send, ended) =>
      streamInvocations(connection, wanted, (update) => send("invocations", update), {
        signal: ended,
        wait: (ms) => wait(ms, ended),
      }),
    (error) => problemFrom(error, { connection }),
  );
});
