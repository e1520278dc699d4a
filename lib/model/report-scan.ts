import { type Outcome, outcomeOf } from "./invocation";
import { type LogEvent, parseLogLine } from "./log-line";

/** Numbers of a REPORT in the order of `figureNames`; null where it says nothing. */
type Figures = (number | null)[];
export const figureNames = [
  "durationMs",
  "billedDurationMs",
  "memorySizeMb",
  "maxMemoryUsedMb",
  "initDurationMs",
  "restoreDurationMs",
] as const;

/** `stream` is an index into the chunk's streams; `endMs` is the time of the REPORT. */
export type ReportRow = [
  requestId: string,
  stream: number,
  endMs: number,
  outcome: Outcome,
  errorType: string | null,
  ...figures: Figures,
];

/** A line that names an error, by the request it names or the stream it stands in. */
export type ErrorRow = [
  requestId: string | null,
  stream: number,
  timestampMs: number,
  errorType: string,
];

/** What some log events tell about requests, in a form that is small on the wire. */
export interface ReportChunk {
  streams: string[];
  reports: ReportRow[];
  errors: ErrorRow[];
}

/**
 * Finds the lines that tell how requests ended: REPORT in text and JSON, and what runtimes write about an error, which
 * REPORT alone does not tell of a function that threw.
 */
export const reportPattern =
  '?"REPORT RequestId:" ?"platform.report" ?errorType ?"[ERROR]" ?"Task timed out" ?"Process exited" ?"Runtime exited"';

/** Takes what concerns requests out of log events. */
export function scanReports(events: readonly LogEvent[]): ReportChunk {
  const streams = new Map<string, number>();
  const indexOf = (stream: string) => {
    const known = streams.get(stream);
    if (known !== undefined) return known;
    streams.set(stream, streams.size);
    return streams.size - 1;
  };
  const chunk: ReportChunk = { streams: [], reports: [], errors: [] };
  for (const { stream, timestampMs, message } of events) {
    const { report, errorType, requestId } = parseLogLine(message);
    if (report)
      chunk.reports.push([
        report.requestId,
        indexOf(stream),
        timestampMs,
        outcomeOf(report, undefined),
        report.errorType ?? null,
        ...figureNames.map((name) => report[name] ?? null),
      ]);
    else if (errorType)
      chunk.errors.push([requestId ?? null, indexOf(stream), timestampMs, errorType]);
  }
  chunk.streams = [...streams.keys()];
  return chunk;
}
