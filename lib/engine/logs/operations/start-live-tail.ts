import { randomUUID } from "node:crypto";
import type {
  LiveTailSessionLogEvent,
  StartLiveTailRequest,
  StartLiveTailResponse,
  StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { compileFilterPattern } from "../filter-pattern/compile-filter-pattern.ts";
import { findLogGroup, invalidParameter, logGroupArn } from "../find-log-group.ts";
import type { AppendedEvents, LogStore } from "../log-store.ts";

const updateEveryMs = 1_000;
const sessionMs = 3 * 3_600_000;
const sessionsAtMost = 15;
const eventsAtMost = 500;
/** Up to so many wait for the next updates: 500 a second do not come by the clock. Of more, a sample goes out. */
const waitingAtMost = 1_000;
/** More than this in a second are not even sampled. */
const keptAtMost = 5_000;

/**
 * Follows up to ten groups: `sessionStart`, then each second a `sessionUpdate` with what matched since,
 * 500 events at most. A burst is spread over the next updates; of a flood a sample is sent, and `sampled`
 * says so. Ends when the caller hangs up, or after three hours with SessionTimeoutException.
 */
export const startLiveTail = (store: LogStore, clock: Clock) => {
  let sessions = 0;
  return (input: StartLiveTailRequest, context: CallContext): StartLiveTailResponse => {
    const wanted = readFilter(store, input, context);
    if (sessions >= sessionsAtMost)
      throw new ServiceError(
        "LimitExceededException",
        `There are ${sessionsAtMost} live tail sessions already.`,
        400,
      );
    return { responseStream: tail() };

    async function* tail(): AsyncGenerator<StartLiveTailResponseStream> {
      sessions++;
      let events: LiveTailSessionLogEvent[] = [];
      const stop = store.onAppend((appended) => {
        for (const event of wanted(appended)) if (events.length < keptAtMost) events.push(event);
      });
      try {
        yield {
          sessionStart: {
            requestId: context.requestId,
            sessionId: randomUUID(),
            logGroupIdentifiers: input.logGroupIdentifiers,
            logStreamNames: input.logStreamNames ?? [],
            logStreamNamePrefixes: input.logStreamNamePrefixes ?? [],
            logEventFilterPattern: input.logEventFilterPattern ?? "",
          },
        };
        const startMs = clock.now();
        for (let dueMs = startMs; clock.now() < startMs + sessionMs;) {
          // By the clock, not by pauses: else each update would be a little later than a second.
          dueMs = Math.max(dueMs + updateEveryMs, clock.now());
          const waitMs = dueMs - clock.now();
          if (waitMs > 0) await elapsed(clock, waitMs, context.signal);
          if (context.signal.aborted) return;
          const sampled = events.length > waitingAtMost;
          const sessionResults = sampled ? sample(events) : events.slice(0, eventsAtMost);
          events = sampled ? [] : events.slice(eventsAtMost);
          yield { sessionUpdate: { sessionMetadata: { sampled }, sessionResults } };
        }
        throw new ServiceError("SessionTimeoutException", "The session has ended after 3 hours.");
      } finally {
        stop();
        sessions--;
      }
    }
  };
};

/** Checks the call and gives back what picks its events out of appended ones. */
function readFilter(
  store: LogStore,
  input: StartLiveTailRequest,
  context: CallContext,
): (appended: AppendedEvents) => LiveTailSessionLogEvent[] {
  const identifiers = input.logGroupIdentifiers ?? [];
  const { logStreamNames, logStreamNamePrefixes } = input;
  if (identifiers.some((identifier) => !identifier.startsWith("arn:")))
    throw invalidParameter("logGroupIdentifiers must be ARNs of log groups.");
  if (identifiers.some((identifier) => identifier.endsWith("*")))
    throw invalidParameter("The ARNs of logGroupIdentifiers must not end with an asterisk.");
  if (logStreamNames && logStreamNamePrefixes)
    throw invalidParameter("logStreamNames and logStreamNamePrefixes are mutually exclusive.");
  if (identifiers.length > 1 && (logStreamNames ?? logStreamNamePrefixes))
    throw invalidParameter("Log streams can be chosen with a single log group only.");
  const pattern = compileFilterPattern(input.logEventFilterPattern ?? "");
  const groups = new Set(
    identifiers.map((logGroupIdentifier) => {
      const { region, name } = findLogGroup(store, context, { logGroupIdentifier });
      return `${region} ${name}`;
    }),
  );
  const wantsStream = (name: string) =>
    (logStreamNames?.includes(name) ?? true) &&
    (logStreamNamePrefixes?.some((prefix) => name.startsWith(prefix)) ?? true);
  return ({ region, logGroup, logStream, ingestionMs, events }) =>
    groups.has(`${region} ${logGroup}`) && wantsStream(logStream)
      ? events
          .filter(({ message }) => pattern.matches(message))
          .map(({ timestampMs, message }) => ({
            logStreamName: logStream,
            logGroupIdentifier: logGroupArn({ ...context, region }, logGroup),
            message,
            timestamp: timestampMs,
            ingestionTime: ingestionMs,
          }))
      : [];
}

/** Every n-th event, so that what is left is spread evenly. */
function sample(events: readonly LiveTailSessionLogEvent[]): LiveTailSessionLogEvent[] {
  const share = Math.min(1, eventsAtMost / events.length);
  return events.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}

/** Resolves after a time or as soon as the signal is aborted. */
function elapsed(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const cancel = clock.after(delayMs, finish);
    signal.addEventListener("abort", finish);
  });
}
