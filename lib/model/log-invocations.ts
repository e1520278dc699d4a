import { outcomeOf, type LoggedInvocation } from "./invocation";
import { parseLogLine, type LogEvent, type LogLine } from "./log-line";

interface Stream {
  /** The invocation whose START was seen last; an environment serves one at a time. */
  current?: LoggedInvocation;
  /** Output of the init phase, which precedes the START it belongs to. */
  beforeStart: { event: LogEvent; line: LogLine }[];
}

/**
 * Gathers log events into requests as they arrive. Events of one stream must come in order;
 * streams may be interleaved. A line belongs to the request it names, else to the one running in its stream.
 */
export class InvocationGrouper {
  readonly #byRequest = new Map<string, LoggedInvocation>();
  readonly #streams = new Map<string, Stream>();

  /** Gives back the request the event belongs to; undefined for what comes before the first. */
  add(event: LogEvent, line: LogLine = parseLogLine(event.message)): LoggedInvocation | undefined {
    const stream = this.#stream(event.stream);
    const owner = this.#owner(stream, event, line);
    if (!owner) {
      stream.beforeStart.push({ event, line });
      return undefined;
    }
    owner.lines.push({ event, line });
    owner.startMs = Math.min(owner.startMs, event.timestampMs);
    // Its REPORT is its end, whatever an extension writes after it.
    if (line.report || !owner.report) owner.endMs = Math.max(owner.endMs, event.timestampMs);
    if (line.version) owner.version = line.version;
    if (line.errorType) owner.errorType = line.errorType;
    if (line.report) {
      owner.report = line.report;
      owner.cold = line.report.initDurationMs !== undefined;
      if (stream.current === owner) stream.current = undefined;
    }
    owner.outcome = outcomeOf(owner.report, owner.errorType);
    return owner;
  }

  /** Requests, the newest start first. */
  newestFirst(): LoggedInvocation[] {
    return [...this.#byRequest.values()].sort((a, b) => b.startMs - a.startMs);
  }

  #owner(stream: Stream, event: LogEvent, line: LogLine): LoggedInvocation | undefined {
    if (line.kind === "init") return undefined;
    if (line.requestId) {
      const known = this.#byRequest.get(line.requestId);
      const owner = known ?? this.#open(stream, event, line.requestId);
      if (!owner.report && line.kind !== "report") stream.current = owner;
      return owner;
    }
    return stream.current;
  }

  #open(stream: Stream, event: LogEvent, requestId: string): LoggedInvocation {
    const invocation: LoggedInvocation = {
      requestId,
      stream: event.stream,
      startMs: event.timestampMs,
      endMs: event.timestampMs,
      outcome: "running",
      cold: false,
      lines: stream.beforeStart,
    };
    stream.beforeStart = [];
    this.#byRequest.set(requestId, invocation);
    return invocation;
  }

  #stream(name: string): Stream {
    const known = this.#streams.get(name);
    if (known) return known;
    const stream: Stream = { beforeStart: [] };
    this.#streams.set(name, stream);
    return stream;
  }
}

/** All requests of the events, the newest first. */
export function groupInvocations(events: readonly LogEvent[]): LoggedInvocation[] {
  const grouper = new InvocationGrouper();
  for (const event of events) grouper.add(event);
  return grouper.newestFirst();
}
