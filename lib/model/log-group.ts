import type { LogEvent } from "./log-line";

/** A log group as the pages show it. Fields an implementation leaves out are absent. */
export interface LogGroup {
  name: string;
  /** Without the `:*` that some answers carry. */
  arn?: string;
  /** Absent: events are kept for ever. */
  retentionDays?: number;
  storedBytes?: number;
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

/** The function's own group unless its configuration names another one. */
export function ownLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** In a group that functions share, the streams of one function carry its name: `2026/11/21/NAME[$LATEST]...`. */
export function isStreamOf(functionName: string, stream: string): boolean {
  return stream.includes(`/${functionName}[`);
}
