import { type Outcome, outcomeOf } from "./invocation";
import { type LogEvent, type LogLine, parseLogLine } from "./log-line";
import type { Report } from "./report-line";

/** One run of an event: an asynchronous one is tried up to three times under the same request id. */
export interface LoggedAttempt {
  stream: string;
  startMs: number;
  endMs: number;
  /** `running` until its report has come. */
  outcome: Outcome;
  errorType?: string;
  report?: Report;
  lines: { event: LogEvent; line: LogLine }[];
}

export interface InvocationLog {
  attempts: LoggedAttempt[];
  /** False: the log group does not exist yet. */
  hasGroup: boolean;
}

/**
 * The runs of one request in the events of its streams, the first one first. A line belongs to the run whose
 * start was the last before it in its stream; an environment serves one at a time.
 */
export function groupAttempts(events: readonly LogEvent[], requestId: string): LoggedAttempt[] {
  const attempts: LoggedAttempt[] = [];
  const streams = new Map<string, LogEvent[]>();
  for (const event of new Map(events.map((each) => [each.id, each])).values()) {
    const ofStream = streams.get(event.stream);
    if (ofStream) ofStream.push(event);
    else streams.set(event.stream, [event]);
  }
  for (const [stream, ofStream] of streams) {
    let current: LoggedAttempt | undefined;
    let before: LoggedAttempt["lines"] = [];
    // Events of one millisecond stay in the order they were given.
    for (const event of [...ofStream].sort((a, b) => a.timestampMs - b.timestampMs)) {
      const line = parseLogLine(event.message);
      const isOurs = line.requestId === requestId;
      const isTrailer =
        line.kind === "end" || line.kind === "report" || line.text.startsWith("XRAY TraceId");
      if (line.requestId && !isOurs) {
        current = undefined;
        before = [];
        continue;
      }
      if (isOurs && (line.kind === "start" || !current || (current.report && !isTrailer))) {
        current = {
          stream,
          startMs: event.timestampMs,
          endMs: event.timestampMs,
          outcome: "running",
          lines: before,
        };
        attempts.push(current);
        before = [];
      }
      if (current && (!current.report || isTrailer)) add(current, event, line);
      // What an environment says before its first request belongs to that one.
      else before.push({ event, line });
    }
  }
  return attempts.sort((a, b) => a.startMs - b.startMs);
}

function add(attempt: LoggedAttempt, event: LogEvent, line: LogLine): void {
  attempt.lines.push({ event, line });
  attempt.endMs = Math.max(attempt.endMs, event.timestampMs);
  if (line.errorType) attempt.errorType = line.errorType;
  if (line.report) attempt.report = line.report;
  attempt.outcome = outcomeOf(attempt.report, attempt.errorType);
}

/** How asynchronous events of a function are treated. */
export interface AsynchronousRules {
  maximumRetryAttempts: number;
  onSuccessArn?: string;
  onFailureArn?: string;
  deadLetterTargetArn?: string;
}

/** Where an asynchronous event is on its way, in words, and whether more can come of it. */
export interface EventFate {
  text: string;
  isOver: boolean;
}

const retryAfterMs = [60_000, 120_000];

/** What became of an asynchronous event, as far as its log tells. */
export function fateOf(
  attempts: readonly LoggedAttempt[],
  rules: AsynchronousRules | undefined,
  { sentMs, nowMs }: { sentMs: number; nowMs: number },
): EventFate {
  const last = attempts.at(-1);
  if (!last) {
    const waitedMs = nowMs - sentMs;
    return {
      text:
        waitedMs < 30_000
          ? "AWS has taken the event. No line of a run has come yet; lines can be some seconds late."
          : "Still no line of a run: the event waits in the queue, as it does while the function is throttled or its reserved concurrency is 0, or its lines are late.",
      isOver: false,
    };
  }
  if (last.outcome === "running")
    return {
      text: `Attempt ${attempts.length} is running, or its report is still to come.`,
      isOver: false,
    };
  if (last.outcome === "ok")
    return {
      text: `Attempt ${attempts.length} succeeded${rules?.onSuccessArn ? `; the result goes to ${nameOf(rules.onSuccessArn)}` : ""}.`,
      isOver: true,
    };
  const most = (rules?.maximumRetryAttempts ?? 2) + 1;
  if (attempts.length < most) {
    const minutes = (retryAfterMs[attempts.length - 1] ?? 120_000) / 60_000;
    return {
      text: `Attempt ${attempts.length} of ${most} failed. AWS tries again about ${minutes} min after it.`,
      isOver: false,
    };
  }
  const goesTo = [rules?.onFailureArn, rules?.deadLetterTargetArn].filter(
    (arn) => arn !== undefined,
  );
  return {
    text:
      goesTo.length > 0
        ? `All ${most} attempts failed; the event goes to ${goesTo.map(nameOf).join(" and ")}.`
        : rules
          ? `All ${most} attempts failed and the event was dropped: the function has no destination for failures and no dead-letter queue.`
          : `All ${most} attempts failed.`,
    isOver: true,
  };
}

function nameOf(arn: string): string {
  const [, , service = "", , , ...rest] = arn.split(":");
  return `${service.toUpperCase()} ${rest.at(-1) ?? arn}`;
}
