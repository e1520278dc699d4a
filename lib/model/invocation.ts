import type { LogEvent, LogLine } from "./log-line";
import type { Report } from "./report-line";

export type Outcome = "ok" | "error" | "timeout" | "out-of-memory" | "running";

/** One request as a list shows it. */
export interface InvocationSummary {
  requestId: string;
  stream: string;
  startMs: number;
  endMs: number;
  version?: string;
  outcome: Outcome;
  errorType?: string;
  report?: Report;
  /** True where an init was measured; false also for provisioned environments. */
  cold: boolean;
}

/** One request as the logs tell it. `lines` are its log events in order. */
export interface LoggedInvocation extends InvocationSummary {
  lines: { event: LogEvent; line: LogLine }[];
}

const outcomeWords: Record<Outcome, string> = {
  ok: "Success",
  error: "Error",
  timeout: "Timed out",
  "out-of-memory": "Out of memory",
  running: "Running",
};

/** The outcome in words: the error's own name where there is one. */
export function outcomeText(invocation: Pick<LoggedInvocation, "outcome" | "errorType">): string {
  if (invocation.outcome === "error" && invocation.errorType) return invocation.errorType;
  return outcomeWords[invocation.outcome];
}

export function isFailure(outcome: Outcome): boolean {
  return outcome === "error" || outcome === "timeout" || outcome === "out-of-memory";
}

/**
 * How an invocation ended, from its REPORT and the error its lines named.
 * A runtime that used all its memory and was killed counts as out of memory, as AWS reports it.
 */
export function outcomeOf(report: Report | undefined, errorType: string | undefined): Outcome {
  if (!report)
    return errorType === "Sandbox.Timedout" ? "timeout" : errorType ? "error" : "running";
  const type = report.errorType ?? errorType;
  if (report.status === "timeout" || type === "Sandbox.Timedout") return "timeout";
  if (type === "Runtime.OutOfMemory") return "out-of-memory";
  if (type === "Runtime.ExitError" && usedAllMemory(report)) return "out-of-memory";
  return report.status || type ? "error" : "ok";
}

function usedAllMemory({ memorySizeMb, maxMemoryUsedMb }: Report): boolean {
  return (
    memorySizeMb !== undefined && maxMemoryUsedMb !== undefined && maxMemoryUsedMb >= memorySizeMb
  );
}
