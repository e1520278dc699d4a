import { attempt } from "@/lib/aws/attempt";
import type { Connection } from "@/lib/model/connection";
import { type LogEvent, parseLogLine } from "@/lib/model/log-line";
import { type ReportChunk, reportPattern, scanReports } from "@/lib/model/report-scan";
import type { TimeSpan } from "@/lib/model/time-range";
import { type EventsOf, type FilterDeps, pagesOfEvents } from "./filter-log-events";
import { walkBackwards } from "./walk-log-events";

export interface InvocationsWanted extends Omit<EventsOf, "pattern"> {
  /** The end is not included. */
  span: TimeSpan;
}

/** How far a read has come. */
interface ReadProgress {
  coveredFromMs: number;
  /** Nothing more comes; whether all of the span was read is told by `coveredFromMs`. */
  isLast: boolean;
}

export type InvocationsUpdate = ReportChunk & ReadProgress;

/** A line that matched: whose it is, by its request or by its stream and time. */
type Hit = [requestId: string | null, stream: number, timestampMs: number];

export interface HitsUpdate extends ReadProgress {
  streams: string[];
  hits: Hit[];
}

type Deps = FilterDeps & { signal: AbortSignal };

/** An update is drawn within a frame when it is no larger. */
const rowsAnUpdate = 2_000;
const parallel = 3;
const firstPage = 1_000;

/**
 * Reads how the requests of a span ended, newest first, from their REPORT lines and errors alone: a tenth of the lines
 * or less. Ends at the start of the span or when the signal is aborted.
 */
export function streamInvocations(
  connection: Connection,
  { span, ...wanted }: InvocationsWanted,
  tell: (update: InvocationsUpdate) => void,
  deps: Deps,
): Promise<void> {
  const of = { ...wanted, pattern: reportPattern };
  return walk(connection, of, span, deps, (events, progress) =>
    tell({ ...scanReports(events), ...progress }),
  );
}

/** Tells which requests have lines that match a filter pattern, newest first, without the lines. */
export function streamHits(
  connection: Connection,
  { span, ...wanted }: InvocationsWanted & { pattern: string },
  tell: (update: HitsUpdate) => void,
  deps: Deps,
): Promise<void> {
  return walk(connection, wanted, span, deps, (events, progress) =>
    tell({ ...hitsOf(events), ...progress }),
  );
}

async function walk(
  connection: Connection,
  of: EventsOf,
  span: TimeSpan,
  deps: Deps,
  tell: (events: readonly LogEvent[], progress: ReadProgress) => void,
): Promise<void> {
  await attempt(connection, `read the log group ${of.logGroup}`, async () => {
    const read = pagesOfEvents(connection, of, { ...deps, firstPage });
    let coveredFromMs = span.endMs;
    for await (const { events, ...chunk } of walkBackwards(span, read, { parallel })) {
      if (deps.signal.aborted) return;
      for (let end = events.length; end > rowsAnUpdate; end -= rowsAnUpdate)
        tell(events.slice(end - rowsAnUpdate, end), { coveredFromMs, isLast: false });
      coveredFromMs = chunk.coveredFromMs;
      tell(events.slice(0, events.length % rowsAnUpdate || rowsAnUpdate), {
        coveredFromMs,
        isLast: false,
      });
    }
    tell([], { coveredFromMs, isLast: true });
  });
}

function hitsOf(events: readonly LogEvent[]): Pick<HitsUpdate, "streams" | "hits"> {
  const streams = new Map<string, number>();
  // Several lines of one request are one hit.
  const named = new Set<string>();
  const hits: Hit[] = [];
  for (const { stream, timestampMs, message } of events) {
    const { requestId } = parseLogLine(message);
    if (requestId) {
      if (named.has(requestId)) continue;
      named.add(requestId);
    }
    if (!streams.has(stream)) streams.set(stream, streams.size);
    hits.push([requestId ?? null, streams.get(stream)!, timestampMs]);
  }
  return { streams: [...streams.keys()], hits };
}
