import { type LogEvent, type LogLine, parseLogLine } from "./log-line";
import { parsePrinted, PrintedValueError } from "./printed-value";

/** What the lines of a request tell of the event it was sent. */
export type LoggedEvent =
  | {
      found: "event";
      /** Indented JSON. */
      text: string;
      /** `said`: the line names it; `shape`: it is built like the events of an AWS service. */
      by: "said" | "shape";
      lineId: string;
    }
  /** A line shows an event, but not all of it. `why` completes "..., but": "parts of it were left out". */
  | { found: "incomplete"; why: string; lineId: string }
  | { found: "nothing" };

/** Finds the event of a request among its lines: one that a line names as such, else one built like an event. */
export function findLoggedEvent(events: readonly LogEvent[]): LoggedEvent {
  let shaped: LoggedEvent | undefined;
  let incomplete: LoggedEvent | undefined;
  for (const event of events) {
    const line = parseLogLine(event.message);
    if (line.kind !== "text") continue;
    const said = saidEvent(line);
    if (said?.found === "event")
      return { found: "event", by: "said", text: pretty(said.value), lineId: event.id };
    if (said) incomplete ??= { found: "incomplete", why: said.why, lineId: event.id };
    const value = said ? undefined : printedIn(line.text);
    const whole = isEventShaped(value) ? value : wholeLine(event.message);
    if (isEventShaped(whole))
      shaped ??= { found: "event", by: "shape", text: pretty(whole), lineId: event.id };
  }
  return shaped ?? incomplete ?? { found: "nothing" };
}

type Said = { found: "event"; value: unknown } | { found: "incomplete"; why: string };

/** Names under which programs log what they were called with. */
const eventField = /^(event|lambda_?event|input|payload|incoming|request_?event|raw_?event)$/i;
const eventWords =
  /^(?:\W*)(?:(?:lambda|received|incoming|got|the|full|raw|input|handler|called with|invoked with|processing)[\s:_-]+)*(?:event|payload)(?:[\s_-]*(?:received|object|data|json|is|was|body))*\s*(?:[:=]|-+>?|=>|\n|\r|\t)?\s*(?=[[{])/i;

function saidEvent(line: LogLine): Said | undefined {
  for (const [name, text] of line.fields)
    if (eventField.test(name) && /^[\s]*[[{]/.test(text)) {
      const read = readValue(text, 0);
      if (read) return read;
    }
  const words = eventWords.exec(line.text);
  if (words) return readValue(line.text, words[0].length);
  // `console.log({ event })`, and loggers that put the object beside the message.
  const printed = printedIn(line.text);
  const entries = isObject(printed) ? Object.entries(printed) : [];
  const [only] = entries;
  if (entries.length <= 2 && only && eventField.test(only[0]) && typeof only[1] === "object")
    return { found: "event", value: only[1] };
  return undefined;
}

function readValue(text: string, from: number): Said | undefined {
  try {
    return { found: "event", value: parsePrinted(text, from).value };
  } catch (error) {
    if (error instanceof PrintedValueError) return { found: "incomplete", why: error.message };
    throw error;
  }
}

/** The value that a line consists of, also after a few words. */
function printedIn(text: string): unknown {
  const from = text.search(/[[{]/);
  if (from < 0 || from > 80) return undefined;
  try {
    return parsePrinted(text, from).value;
  } catch {
    return undefined;
  }
}

/** A line that is the event itself: its members have gone into columns. */
function wholeLine(message: string): unknown {
  if (!message.startsWith("{")) return undefined;
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

/** Members that together only the events of AWS services have. */
const shapes: readonly (readonly string[])[] = [
  ["detail-type", "source", "detail"],
  ["requestContext", "httpMethod", "path"],
  ["requestContext", "rawPath"],
  ["requestContext", "connectionId"],
  ["awslogs"],
  ["triggerSource", "userPoolId"],
  ["invocationId", "deliveryStreamArn", "records"],
  ["eventSource", "records"],
  ["type", "methodArn"],
  ["identitySource", "routeArn"],
  ["messageVersion", "sessionId"],
  ["bot", "sessionId"],
  ["session", "request", "version"],
  ["invocationSchemaVersion", "invocationId", "tasks"],
  ["configRuleName", "invokingEvent"],
  ["RequestType", "ResponseURL", "StackId"],
  ["CodePipeline.job"],
  ["info", "arguments"],
  ["SecretId", "Step"],
];

function isEventShaped(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { Records: records } = value;
  if (Array.isArray(records))
    return records.some(
      (record) =>
        isObject(record) && ["eventSource", "EventSource", "cf"].some((name) => name in record),
    );
  return shapes.some((names) => names.every((name) => Object.hasOwn(value, name)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The line of code that logs the event so that it can be replayed, for a runtime; undefined where none is known. */
export function eventLoggingCode(runtime: string | undefined): string | undefined {
  if (runtime?.startsWith("nodejs")) return 'console.log("event:", JSON.stringify(event));';
  if (runtime?.startsWith("python")) return 'print("event:", json.dumps(event))  # import json';
  if (runtime?.startsWith("ruby")) return 'puts "event: #{JSON.generate(event)}"';
  return undefined;
}
