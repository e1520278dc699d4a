import type { LogEvent } from "./log-line";

/** A log group as the pages show it. Fields an implementation leaves out are absent. */
export interface LogGroup {
  name: string;
  /** Without the `:*` that some answers carry. */
  arn?: string;
  /** Absent: events are kept for ever. */
  retentionDays?: number;
  storedBytes?: number;
  /** Infrequent Access or Delivery: events cannot be filtered or followed. Absent: Standard, or not told. */
  limitedClass?: "INFREQUENT_ACCESS" | "DELIVERY";
  createdMs?: number;
}

/** What one read of a group's events brought. `events` are in order of time. */
export interface LogPage {
  events: LogEvent[];
  /** Everything from here to the end of the range has been read. */
  coveredFromMs: number;
  /** Whether the whole range has been read. */
  complete: boolean;
}

/** The lines around one line of a stream. */
export interface LineContext {
  /** Oldest first; all lines of the middle one's own millisecond are among them. */
  events: LogEvent[];
  /** Whether the stream has more on that side. */
  moreBefore: boolean;
  moreAfter: boolean;
}

/** The function's own group unless its configuration names another one. */
export function ownLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** In a group that functions share, the streams of one function carry its name: `2026/11/21/NAME[$LATEST]...`. */
export function isStreamOf(functionName: string, stream: string): boolean {
  return stream.includes(`/${functionName}[`);
}

/** The version that wrote a stream: `2026/11/21/[47]...`, with the function's name before the bracket where shared. */
export function versionOfStream(stream: string): string | undefined {
  return /\[([^\]]+)\]/.exec(stream)?.[1];
}

/** The function that wrote a stream: its own group is named after it, else the stream carries its name. */
export function functionOfStream(logGroup: string, stream: string): string | undefined {
  return (
    /^\d{4}\/\d\d\/\d\d\/([^[/]+)\[/.exec(stream)?.[1] ??
    /^\/aws\/lambda\/([\w-]+)$/.exec(logGroup)?.[1]
  );
}
