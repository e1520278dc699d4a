import { isFailure, outcomeOf } from "./invocation";
import { type LogEvent, type LogLine, parseLogLine } from "./log-line";

/**
 * `unhandled`: the function's own error ended the request. `logged`: it wrote a line of level error and may have gone
 * on. The others are the platform's: it ended the request, the process ended, or the start failed.
 */
export type ErrorKind = "unhandled" | "logged" | "timeout" | "out-of-memory" | "exit" | "init";

/** What an error line says, before it is counted. */
export interface ErrorSighting {
  event: LogEvent;
  kind: ErrorKind;
  requestId?: string;
  type?: string;
  message: string;
  stack: string[];
}

/** The errors that log lines tell of, in their order; each failure of a request once. */
export function sightErrors(events: readonly LogEvent[]): ErrorSighting[] {
  const sightings: ErrorSighting[] = [];
  const latest = new Map<string, ErrorSighting>();
  for (const event of events) {
    const line = parseLogLine(event.message);
    const before = latest.get(event.stream);
    if (before && continues(before, event, line)) {
      before.stack.push(...textLines(line.text));
      nameFromLastLine(before);
      continue;
    }
    const sighting = sightingOf(event, line);
    if (!sighting) {
      latest.delete(event.stream);
      continue;
    }
    sightings.push(sighting);
    latest.set(event.stream, sighting);
  }
  return withoutRepeats(sightings.filter(({ message }) => !traceHead.test(message)));
}

/** Some runtimes write each line of a trace as an event of its own. */
function continues(before: ErrorSighting, event: LogEvent, line: LogLine): boolean {
  if (event.timestampMs - before.event.timestampMs > 1_000 || line.kind !== "text") return false;
  if (line.level && line.level !== "error") return false;
  const isInTrace = traceHead.test(before.message);
  return (
    /^([\s\u00a0]+\S|Caused by: |goroutine \d+ \[)/.test(line.text) ||
    (isInTrace && !line.requestId)
  );
}

const traceHead = /^Traceback \(most recent call last\)/;
const namedError =
  /^((?:[A-Za-z_$][\w$]*\.)*(?:[A-Z][\w$]*)?(?:Error|Exception|Fault|Failure|Timeout|Warning)|[A-Za-z_][\w.]*Error)(?:: ([^]*))?$/;

function sightingOf(event: LogEvent, line: LogLine): ErrorSighting | undefined {
  return platformSighting(event, line) ?? runtimeSighting(event, line);
}

function platformSighting(event: LogEvent, line: LogLine): ErrorSighting | undefined {
  const { kind, report, requestId, errorType } = line;
  const said = (kind: ErrorKind, message: string, type?: string): ErrorSighting => ({
    event,
    kind,
    message,
    stack: [],
    ...(requestId && { requestId }),
    ...(type && { type }),
  });
  if (kind === "text" || line.level !== "error") return undefined;
  if (kind === "init")
    return said("init", errorType ? "The start failed" : "The start took too long", errorType);
  const outcome = outcomeOf(report, errorType);
  if (outcome === "timeout") return said("timeout", "Timed out");
  if (outcome === "out-of-memory") return said("out-of-memory", "Out of memory");
  if (!isFailure(outcome)) return undefined;
  const isExit = /^(Runtime|Extension|Sandbox)\./.test(errorType ?? "");
  const message = isExit ? exitMessage(line) : bareFailure;
  return said(isExit ? "exit" : "unhandled", message, errorType);
}

function exitMessage({ text, kind }: LogLine): string {
  if (kind === "report" || text.startsWith("platform.")) return "The process ended";
  return /Error: (.*)/.exec(text)?.[1] ?? text.replace(/^RequestId: \S+ /, "").split("\n", 1)[0]!;
}

function runtimeSighting(event: LogEvent, line: LogLine): ErrorSighting | undefined {
  if (line.kind !== "text") return undefined;
  const fields = new Map(line.fields);
  const error = parsedError(line, fields);
  const lines = textLines(line.text);
  const first = lines[0] ?? "";
  const named = namedError.exec(first);
  const isError = line.level === "error" || line.level === "fatal";
  const isTrace = traceHead.test(first) || first.startsWith("panic: ");
  if (!isError && !line.errorType && !isTrace && !(named && !line.level) && !error.isUncaught)
    return undefined;
  const isUnhandled =
    line.errorType !== undefined || error.isUncaught || first.startsWith("panic: ");
  const type = error.type ?? line.errorType ?? named?.[1];
  const sighting: ErrorSighting = {
    event,
    kind: isUnhandled ? "unhandled" : "logged",
    ...(line.requestId && { requestId: line.requestId }),
    ...(type && { type }),
    message: error.message ?? (named ? (named[2] ?? "") : first),
    stack: error.stack ?? lines.slice(1),
  };
  if (isTrace) nameFromLastLine(sighting);
  return sighting;
}

/** Python says what the error is at the end of its trace. */
function nameFromLastLine(sighting: ErrorSighting): void {
  if (!traceHead.test(sighting.message)) return;
  const named = namedError.exec(sighting.stack.at(-1) ?? "");
  if (!named) return;
  sighting.type = named[1];
  sighting.message = named[2] ?? "";
}

interface ParsedError {
  type?: string;
  message?: string;
  stack?: string[];
  /** The runtime itself reported it. */
  isUncaught: boolean;
}

/** The error in the members of a JSON line, or in the JSON that Node.js writes after `Invoke Error`. */
function parsedError(line: LogLine, fields: ReadonlyMap<string, string>): ParsedError {
  const uncaught =
    /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+(\{[^]*\})\s*$/.exec(
      line.text,
    );
  const isUncaught = uncaught !== null;
  const whole = objectOf(uncaught?.[2]) ?? objectOf(line.text);
  if (whole && errorOf(whole).message !== undefined) return { ...errorOf(whole), isUncaught };
  const nested = objectOf(fields.get("err") ?? fields.get("error") ?? fields.get("exception"));
  if (nested && (nested.message ?? nested.errorMessage) !== undefined)
    return { ...errorOf(nested), isUncaught };
  const members = Object.fromEntries(
    ["errorType", "errorMessage", "stackTrace", "stack", "exception_name"].flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, valueOf(value)]];
    }),
  );
  return { ...errorOf(members), isUncaught };
}

function errorOf(members: Record<string, unknown>): Omit<ParsedError, "isUncaught"> {
  const text = (...names: string[]) => {
    for (const name of names) {
      const value = members[name];
      if (typeof value === "string" && value !== "") return value;
    }
    return undefined;
  };
  const type = text("errorType", "name", "type", "exception_name");
  const message = text("errorMessage", "message", "msg");
  const stack = stackLines(members.stackTrace ?? members.stack);
  return { ...(type && { type }), ...(message && { message }), ...(stack && { stack }) };
}

function stackLines(stack: unknown): string[] | undefined {
  if (typeof stack === "string") return textLines(stack);
  if (!Array.isArray(stack)) return undefined;
  return stack.flatMap((frame: unknown) => {
    if (typeof frame === "string") return textLines(frame);
    if (typeof frame !== "object" || frame === null) return [];
    const { path, file, line, label, name } = frame as Record<string, unknown>;
    const where = path ?? file;
    return typeof where === "string"
      ? [`File "${where}", line ${String(line ?? 0)}, in ${String(label ?? name ?? "")}`]
      : [];
  });
}

/**
 * The same failure may be told twice or more: by the runtime with its stack, by lines of the platform, and again by
 * its report. Of a request each failure counts once, told by who knows most about it.
 */
function withoutRepeats(sightings: readonly ErrorSighting[]): ErrorSighting[] {
  const byRequest = new Map<string, ErrorSighting[]>();
  for (const sighting of sightings) {
    if (!sighting.requestId) continue;
    const ofRequest = byRequest.get(sighting.requestId);
    if (ofRequest) ofRequest.push(sighting);
    else byRequest.set(sighting.requestId, [sighting]);
  }
  const repeats = new Set<ErrorSighting>();
  for (const ofRequest of byRequest.values())
    for (const repeat of repeatsOf(ofRequest)) repeats.add(repeat);
  return sightings.filter((sighting) => !repeats.has(sighting));
}

function repeatsOf(ofRequest: readonly ErrorSighting[]): ErrorSighting[] {
  const endings = ofRequest.filter(({ kind }) => kind !== "logged" && kind !== "init");
  if (endings.length === 0) return [];
  const reported = endings.find(isBareReport);
  // In JSON an uncaught error looks like one that was logged; the report gives it away.
  const uncaught = ofRequest.findLast(
    ({ kind, type }) => kind === "logged" && (!reported?.type || type === reported.type),
  );
  if (reported && uncaught && endings.every(isBareReport)) {
    uncaught.kind = "unhandled";
    return endings;
  }
  const kept =
    endings.find(({ kind }) => kind === "timeout" || kind === "out-of-memory") ??
    endings.find((ending) => ending.kind === "unhandled" && !isBareReport(ending)) ??
    endings[0];
  return endings.filter(
    (ending) => ending !== kept && (ending.kind !== "unhandled" || isBareReport(ending)),
  );
}

/** A report that says no more than that the request failed. */
function isBareReport({ kind, message }: ErrorSighting): boolean {
  return kind === "unhandled" && message === bareFailure;
}

const bareFailure = "The request failed";

function textLines(text: string): string[] {
  return text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== "");
}

function objectOf(text: string | undefined): Record<string, unknown> | undefined {
  const value = text === undefined ? undefined : valueOf(text);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function valueOf(text: string): unknown {
  if (!/^[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
