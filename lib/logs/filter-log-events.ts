import { FilterLogEventsCommand, type FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import { isThrottle, retryAfterSeconds } from "@/lib/aws/error-kind";
import type { Connection } from "@/lib/model/connection";
import { isStreamOf } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import type { PageReader } from "./walk-log-events";

/** What of a group is read. */
export interface EventsOf {
  logGroup: string;
  /** A CloudWatch filter pattern; absent: all events. */
  pattern?: string;
  /** Only the streams of this function, in a group that several share. */
  functionName?: string;
  /** Only this stream. */
  stream?: string;
}

export interface FilterDeps {
  signal?: AbortSignal;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait?: (ms: number) => Promise<void>;
  /** The first page is asked to be this small, so that it comes soon. */
  firstPage?: number;
  /** The oldest events first. */
  forwards?: boolean;
}

/** FilterLogEvents refuses to read backwards from before this. */
const backwardsFromMs = Date.UTC(2024, 0, 1);
const mostWaits = 6;
const longestWaitMs = 20_000;

/**
 * Pages of FilterLogEvents, asked for newest first. A throttled page is waited for, longer each time; other
 * implementations that take no notice of the range, or of the order, are put right.
 */
export function pagesOfEvents(
  connection: Connection,
  { logGroup, pattern, functionName, stream }: EventsOf,
  { signal, wait, firstPage, forwards = false }: FilterDeps = {},
): PageReader {
  let limit = firstPage;
  return async ({ startMs, endMs }, token) => {
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      logStreamNames: stream ? [stream] : undefined,
      startTime: startMs,
      // AWS includes the end.
      endTime: Number.isFinite(endMs) ? endMs - 1 : undefined,
      filterPattern: pattern || undefined,
      nextToken: token,
      limit,
      ...(!forwards && startMs >= backwardsFromMs && { startFromHead: false }),
    });
    const answer = await withPatience(
      () => clientsFor(connection).logs.send(command, { abortSignal: signal }),
      wait,
    );
    limit = undefined;
    const events = (answer.events ?? [])
      .filter(({ timestamp = startMs }) => timestamp >= startMs && timestamp < endMs)
      .map(shapeEvent);
    return {
      events: functionName
        ? events.filter(({ stream }) => isStreamOf(functionName, stream))
        : events,
      nextToken: answer.nextToken || undefined,
    };
  };
}

/** The SDK itself tries three times within a second; a long read can wait for longer. */
async function withPatience<T>(act: () => Promise<T>, wait: FilterDeps["wait"]): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await act();
    } catch (error) {
      if (!wait || waits === mostWaits || !isThrottle(error)) throw error;
      await wait(Math.min(longestWaitMs, retryAfterSeconds(error) * 1000 * 2 ** waits));
    }
  }
}

/** An event as the pages know it; one without an id gets one from its place and text. */
export function shapeEvent(event: FilteredLogEvent): LogEvent {
  const timestampMs = event.timestamp ?? 0;
  const stream = event.logStreamName ?? "";
  const message = event.message ?? "";
  return {
    id: event.eventId ?? `${stream} ${timestampMs} ${message}`,
    timestampMs,
    stream,
    message,
  };
}
