import { FilterLogEventsCommand, type FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import { isStreamOf, type LogPage } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import type { TimeSpan } from "@/lib/model/time-range";

export interface EventsWanted {
  logGroup: string;
  /** The end is not included. */
  span: TimeSpan;
  /** A CloudWatch filter pattern; absent: all events. */
  pattern?: string;
  /** Only the streams of this function, in a group that several share. */
  functionName?: string;
  /** About how many events to give back. */
  limit: number;
}

const firstWindowMs = 2 * 60_000;
const windowFactor = 4;
/** FilterLogEvents answers 5 to 25 times a second, so one read stays within a few seconds. */
const mostPages = 40;
const mostPagesOfWindow = 10;

/**
 * The newest events of a range. FilterLogEvents reads forward in time, so the range is read in windows from
 * its end backwards, each four times as long as the one before; a window with too much in it is shortened
 * instead. Stops at the limit, at the start of the range, or after 40 pages; `coveredFromMs` says how far it came.
 */
export async function readNewestLogEvents(
  connection: Connection,
  wanted: EventsWanted,
): Promise<LogPage> {
  return attempt(connection, `read the log group ${wanted.logGroup}`, () =>
    readBackwards(wanted, (fromMs, toMs, token) =>
      readPage(connection, wanted, fromMs, toMs, token),
    ),
  );
}

type PageReader = (
  fromMs: number,
  toMs: number,
  token: string | undefined,
) => Promise<{ events: LogEvent[]; nextToken?: string }>;

/**
 * The walk itself, over any reader of pages. An endpoint that gives a token again has no more; of one that gives
 * empty pages for ever at least what came before them is shown.
 */
export async function readBackwards(
  { span, limit }: Pick<EventsWanted, "span" | "limit">,
  read: PageReader,
): Promise<LogPage> {
  const events: LogEvent[] = [];
  let untilMs = span.endMs;
  let windowMs = firstWindowMs;
  let pagesLeft = mostPages;
  const unfinished: LogEvent[] = [];
  while (untilMs > span.startMs && events.length < limit && pagesLeft > 0) {
    const sinceMs = Math.max(span.startMs, untilMs - windowMs);
    const found: LogEvent[] = [];
    let pagesOfWindow = Math.min(pagesLeft, mostPagesOfWindow);
    const tokens = new Set<string | undefined>();
    let token: string | undefined;
    let lastIsEmpty = false;
    do {
      const page = await read(sinceMs, untilMs, token);
      for (const event of page.events) found.push(event);
      lastIsEmpty = page.events.length === 0;
      tokens.add(token);
      token = tokens.has(page.nextToken) ? undefined : page.nextToken;
      pagesLeft -= 1;
      pagesOfWindow -= 1;
    } while (token && pagesOfWindow > 0);
    if (token) {
      // The end of the window was not reached, and a hole there must not look like silence.
      if (lastIsEmpty) unfinished.push(...found);
      windowMs = Math.max(1, Math.floor((untilMs - sinceMs) / windowFactor / windowFactor));
      continue;
    }
    for (const event of found) events.push(event);
    untilMs = sinceMs;
    windowMs *= windowFactor;
  }
  const all = events.length > 0 ? events : eachOnce(unfinished);
  return newest(inOrder(all), limit, untilMs, untilMs <= span.startMs);
}

function newest(events: LogEvent[], limit: number, coveredFromMs: number, whole: boolean): LogPage {
  if (events.length <= limit) return { events, coveredFromMs, complete: whole };
  // Never cut between events of one millisecond: the next read goes on before `coveredFromMs`.
  const firstMs = events[events.length - limit]?.timestampMs ?? coveredFromMs;
  return {
    events: events.filter((event) => event.timestampMs >= firstMs),
    coveredFromMs: firstMs,
    complete: false,
  };
}

function eachOnce(events: readonly LogEvent[]): LogEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

function inOrder(events: LogEvent[]): LogEvent[] {
  return events.sort((a, b) => a.timestampMs - b.timestampMs);
}

async function readPage(
  connection: Connection,
  { logGroup, pattern, functionName }: EventsWanted,
  fromMs: number,
  toMs: number,
  token: string | undefined,
) {
  const answer = await clientsFor(connection).logs.send(
    new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime: fromMs,
      // AWS includes the end.
      endTime: toMs - 1,
      filterPattern: pattern || undefined,
      nextToken: token,
    }),
  );
  // Some endpoints leave the range out of account.
  const inRange = (answer.events ?? []).filter(
    ({ timestamp = fromMs }) => timestamp >= fromMs && timestamp < toMs,
  );
  const events = inRange.map(shapeEvent);
  return {
    events: functionName ? events.filter(({ stream }) => isStreamOf(functionName, stream)) : events,
    nextToken: answer.nextToken || undefined,
  };
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
