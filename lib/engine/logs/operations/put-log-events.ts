import { setImmediate } from "node:timers/promises";
import type { PutLogEventsRequest, PutLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { eventBytes } from "../event-table.ts";
import { findLogGroup, findLogStream, invalidParameter } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";
import { sequenceToken } from "../sequence-token.ts";

const limitBytes = 1_048_576;
const oldestMs = 14 * 86_400_000;
/** Events stored in one go, some 10 ms; other calls are served in between. */
const stretch = 1_000;
const newestMs = 2 * 3_600_000;

/**
 * Stores a batch. Events of more than 14 days ago, beyond the group's retention or more than two hours
 * ahead are left out and reported; sequence tokens are ignored, as on AWS.
 */
export const putLogEvents =
  (store: LogStore, clock: Clock) =>
  async (input: PutLogEventsRequest, context: CallContext): Promise<PutLogEventsResponse> => {
    const group = findLogGroup(store, context, { logGroupName: input.logGroupName });
    const stream = findLogStream(store, group, input.logStreamName ?? "");
    const events = (input.logEvents ?? []).map(({ timestamp = 0, message = "" }) => ({
      timestampMs: timestamp,
      message,
    }));
    checkBatch(events);
    const nowMs = clock.now();
    const tooOld = countBefore(events, nowMs - oldestMs);
    const expired = countBefore(events, store.oldestMs(group.retentionDays));
    const upToNew = countBefore(events, nowMs + newestMs + 1);
    for (let first = Math.max(tooOld, expired); first < upToNew; first += stretch) {
      const { region, name } = group;
      store.put(region, name, stream.name, events.slice(first, Math.min(first + stretch, upToNew)));
      if (first + stretch >= upToNew) break;
      await setImmediate();
      // Gone meanwhile: storing the rest would make it again.
      findLogStream(store, findLogGroup(store, context, { logGroupName: name }), stream.name);
    }
    const rejected = {
      ...(upToNew < events.length && { tooNewLogEventStartIndex: upToNew }),
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    };
    return {
      nextSequenceToken: sequenceToken({ id: stream.id, lastIngestionMs: nowMs }),
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
      // The events are kept all the same, which is how AWS treats an entity it cannot use.
      ...(input.entity && { rejectedEntityInfo: { errorType: "UnsupportedLogGroupType" } }),
    };
  };

function checkBatch(events: readonly { timestampMs: number; message: string }[]): void {
  let total = 0;
  let previousMs = 0;
  for (const { timestampMs, message } of events) {
    const bytes = eventBytes(message);
    if (bytes > limitBytes)
      throw invalidParameter(`Log event too large: ${bytes} bytes exceeds limit of ${limitBytes}`);
    total += bytes;
    if (timestampMs < previousMs)
      throw invalidParameter(
        "Log events in a single PutLogEvents request must be in chronological order.",
      );
    previousMs = timestampMs;
  }
  if (total > limitBytes)
    throw invalidParameter(`Upload too large: ${total} bytes exceeds limit of ${limitBytes}`);
  if (previousMs - (events[0]?.timestampMs ?? 0) > 86_400_000)
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
}

/** How many of the events, which are in order of time, are before a time. */
function countBefore(events: readonly { timestampMs: number }[], beforeMs: number): number {
  const first = events.findIndex(({ timestampMs }) => timestampMs >= beforeMs);
  return first < 0 ? events.length : first;
}
