import { z } from "zod";
import { problemFrom } from "@/lib/aws/problem-from";
import { runQuery } from "@/lib/logs/run-query";
import { insightsLimits } from "@/lib/model/insights-query";
import { eventStream } from "@/lib/server/event-stream";
import { handle } from "@/lib/server/handle";
import { wait } from "@/lib/server/wait";

const { mostGroups, longestQuery } = insightsLimits;
const groups = z
  .array(z.string().min(1).max(512))
  .min(1, "Choose at least one log group.")
  .max(mostGroups, `A query can ask at most ${mostGroups} log groups.`);
const text = z
  .string()
  .trim()
  .min(1, "Write a query first.")
  .max(longestQuery, `A query has at most ${longestQuery.toLocaleString("en-US")} characters.`);
const queryBody = z
  .strictObject({ groups, text, startMs: z.number().int().min(0), endMs: z.number().int() })
  .refine(({ startMs, endMs }) => startMs < endMs, {
    path: ["endMs"],
    message: "The end must be after the start.",
  });

/** Events `update`, the last one with the result. Hanging up stops the query. */
export const POST = handle(queryBody, ({ connection, body, signal }) =>
  eventStream(
    signal,
    (send, ended) =>
      runQuery(
        connection,
        {
          groups: body.groups,
          text: body.text,
          span: { startMs: body.startMs, endMs: body.endMs },
        },
        (update) => send("update", update),
        { signal: ended, wait },
      ),
    (error) => problemFrom(error, { connection, action: "run the query" }),
  ),
);
