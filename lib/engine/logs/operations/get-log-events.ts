import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import type { EventPlace } from "../event-reader.ts";
import { findLogGroup, findLogStream } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { invalidToken } from "../page.ts";
import { withinOneMegabyte } from "../within-one-megabyte.ts";

/**
 * A page of one stream, oldest event first. Tokens point beyond the page in both directions; at either
 * end of the stream the token that was sent comes back.
 */
export const getLogEvents =
  (store: LogStore) =>
  (input: GetLogEventsRequest, context: CallContext): GetLogEventsResponse => {
    refuseUnmask(input);
    const group = findLogGroup(store, context, input);
    const stream = findLogStream(store, group, input.logStreamName ?? "");
    const token = input.nextToken === undefined ? undefined : readToken(input.nextToken);
    const descending = token ? token.direction === "b" : input.startFromHead !== true;
    const events = withinOneMegabyte(
      store.events.read({
        groupId: group.id,
        streamIds: [stream.id],
        startMs: Math.max(input.startTime ?? 0, store.oldestMs(group.retentionDays)),
        endMs: input.endTime ?? Number.MAX_SAFE_INTEGER,
        ...(token ? { beyond: token.place } : {}),
        descending,
        limit: input.limit ?? 10_000,
      }),
    );
    if (descending) events.reverse();
    const start = token?.place ?? { timestampMs: 0, sequence: 0 };
    return {
      events: events.map(({ timestampMs, message, ingestionMs }) => ({
        timestamp: timestampMs,
        message,
        ingestionTime: ingestionMs,
      })),
      nextForwardToken: writeToken("f", events.at(-1) ?? start),
      nextBackwardToken: writeToken("b", events[0] ?? start),
    };
  };

export function refuseUnmask(input: { unmask?: boolean | undefined }): void {
  refuseFields(
    "InvalidParameterException",
    { unmask: input.unmask || undefined },
    { unmask: "it has no data protection policies, so nothing is masked." },
  );
}

function writeToken(direction: "f" | "b", { timestampMs, sequence }: EventPlace): string {
  return `${direction}/${String(timestampMs).padStart(28, "0")}${String(sequence).padStart(28, "0")}/s`;
}

function readToken(token: string): { direction: string; place: EventPlace } {
  const found = /^([fb])\/(\d{28})(\d{28})\/s$/.exec(token);
  if (!found) throw invalidToken();
  const [, direction = "", timestampMs, sequence] = found;
  return { direction, place: { timestampMs: Number(timestampMs), sequence: Number(sequence) } };
}
