import { attempt } from "@/lib/aws/attempt";
import type { Connection } from "@/lib/model/connection";
import type { LogPage } from "@/lib/model/log-group";
import type { LogEvent } from "@/lib/model/log-line";
import type { TimeSpan } from "@/lib/model/time-range";
import { type EventsOf, type FilterDeps, pagesOfEvents } from "./filter-log-events";
import { type PageReader, walkBackwards } from "./walk-log-events";

export interface EventsWanted extends EventsOf {
  /** The end is not included. */
  span: TimeSpan;
  /** About how many events to give back. */
  limit: number;
}

/** FilterLogEvents answers 5 to 25 times a second, so one answer stays within a few seconds. */
const mostPagesOfAnswer = 40;
const firstPage = 500;
/** Searches are read side by side, since most of their pages are empty. */
const parallelSearches = 3;

/** The newest events of a range in one answer: stops at the limit, at the start of the range, or after 40 pages. */
export async function readNewestLogEvents(
  connection: Connection,
  wanted: EventsWanted,
): Promise<LogPage> {
  return attempt(connection, `read the log group ${wanted.logGroup}`, () =>
    collectNewest(wanted, pagesOfEvents(connection, wanted, { firstPage: wanted.limit })),
  );
}

/** The same over any reader of pages. `coveredFromMs` says how far it came. */
export async function collectNewest(
  { span, limit }: Pick<EventsWanted, "span" | "limit">,
  read: PageReader,
): Promise<LogPage> {
  const chunks: LogEvent[][] = [];
  let count = 0;
  let coveredFromMs = span.endMs;
  for await (const chunk of walkBackwards(span, read, { mostPages: mostPagesOfAnswer })) {
    chunks.push(chunk.events);
    count += chunk.events.length;
    coveredFromMs = chunk.coveredFromMs;
    if (count >= limit) break;
  }
  const events = chunks.reverse().flat();
  if (events.length <= limit)
    return { events, coveredFromMs, complete: coveredFromMs <= span.startMs };
  // Never cut between events of one millisecond: the next read goes on before `coveredFromMs`.
  const firstMs = events[events.length - limit]?.timestampMs ?? coveredFromMs;
  return {
    events: events.filter(({ timestampMs }) => timestampMs >= firstMs),
    coveredFromMs: Math.max(firstMs, coveredFromMs),
    complete: false,
  };
}

/** What a read tells while it goes on, as far as it has come. */
export interface LinesUpdate extends LogPage {
  /** Nothing more comes. `complete` says whether the start was reached, or only the limit. */
  isLast: boolean;
}

/**
 * Reads the newest events of a range and tells them as they are found, newest first, the events of one update
 * oldest first. Ends at the limit, at the start of the range, or when the signal is aborted.
 */
export async function streamLogEvents(
  connection: Connection,
  wanted: EventsWanted,
  tell: (update: LinesUpdate) => void,
  deps: FilterDeps & { signal: AbortSignal },
): Promise<void> {
  await attempt(connection, `read the log group ${wanted.logGroup}`, async () => {
    const { span, limit, pattern } = wanted;
    const read = pagesOfEvents(connection, wanted, { ...deps, firstPage });
    let coveredFromMs = span.endMs;
    let count = 0;
    for await (const chunk of walkBackwards(span, read, {
      parallel: pattern ? parallelSearches : 1,
    })) {
      if (deps.signal.aborted) return;
      coveredFromMs = chunk.coveredFromMs;
      count += chunk.events.length;
      const complete = coveredFromMs <= span.startMs;
      tell({ ...chunk, complete, isLast: complete });
      if (complete || count >= limit) break;
    }
    if (coveredFromMs > span.startMs)
      tell({ events: [], coveredFromMs, complete: false, isLast: true });
  });
}
