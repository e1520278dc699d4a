import { outcomeOf } from "./invocation";
import type { Problem } from "./problem";
import type { Report } from "./report-line";

export const invocationTypes = ["RequestResponse", "Event", "DryRun"] as const;
export type InvocationType = (typeof invocationTypes)[number];

/** What is sent. `payload` is the event's text, exactly. */
export interface InvokeRequest {
  type: InvocationType;
  qualifier?: string;
  payload: string;
  /** JSON text; AWS hands it to the function as `context.clientContext`. */
  clientContext?: string;
  logTail: boolean;
  /** Read the response while the function writes it (type RequestResponse only). */
  streaming: boolean;
  /** The template or saved event it came from, for the history. */
  eventName?: string;
}

/** What came back. Absent fields were not in the answer. */
export interface InvokeResult {
  /** 200 answered (also when the code threw), 202 queued, 204 allowed; absent when AWS refused. */
  statusCode?: number;
  requestId?: string;
  executedVersion?: string;
  /** Present when the function failed: `Unhandled`. */
  functionError?: string;
  /** The response as text, or its bytes in base64. */
  payload: string;
  /** The response is no text: `payload` is base64. */
  isBase64?: boolean;
  /** How many bytes a streamed response had, when not all of them are kept. */
  cutFromBytes?: number;
  /** What a streamed response said first, for the web: status and headers. */
  prelude?: HttpPrelude;
  /** What a stream said at its end about the failure; `payload` then holds what came before. */
  errorDetails?: string;
  /** The last 4 KB of the log, as text. */
  logTail?: string;
  report?: Report;
  /** From sending to the end of the answer, as Lambdeck's server saw it. */
  roundTripMs: number;
  /** From sending to the first byte, when streamed. */
  firstByteMs?: number;
  /** Why AWS did not run it. */
  problem?: Problem;
}

/** Status and headers before the body of a streamed HTTP response. */
export interface HttpPrelude {
  statusCode?: number;
  headers?: Record<string, string>;
  cookies?: string[];
}

/** A piece of a streamed response, as it arrives. */
export type StreamPart =
  | { kind: "prelude"; prelude: HttpPrelude }
  | { kind: "text"; text: string }
  | { kind: "bytes"; base64: string };

/** One entry of a function's history, without the bodies. */
export interface PastInvocation {
  id: number;
  startedMs: number;
  type: InvocationType;
  streaming: boolean;
  qualifier?: string;
  eventName?: string;
  verdict: Verdict;
  /** The response's own `statusCode`, in the API shapes. */
  httpStatus?: number;
  durationMs?: number;
  cold: boolean;
}

/** A full entry, for replay and comparison. */
export interface PastInvocationDetail extends PastInvocation {
  request: InvokeRequest;
  result: InvokeResult;
}

/** How a call ended, as a kind (for colour and shape) and in words. */
export interface Verdict {
  kind: "ok" | "error" | "throttled" | "refused";
  text: string;
}

/** Largest event AWS takes, in bytes: 6 MB for a waiting caller, 1 MB for the queue. */
export const payloadLimits: Record<InvocationType, number> = {
  RequestResponse: 6 * 1024 * 1024,
  Event: 1024 * 1024,
  DryRun: 6 * 1024 * 1024,
};

export function verdictOf(request: Pick<InvokeRequest, "type">, result: InvokeResult): Verdict {
  if (result.problem) {
    return result.problem.kind === "throttled"
      ? { kind: "throttled", text: "Throttled" }
      : { kind: "refused", text: result.problem.title };
  }
  if (result.functionError) return { kind: "error", text: failureText(result) };
  if (request.type === "Event") return { kind: "ok", text: "Queued" };
  if (request.type === "DryRun") return { kind: "ok", text: "Allowed" };
  return { kind: "ok", text: "Succeeded" };
}

function failureText(result: InvokeResult): string {
  switch (failureKind(result)) {
    case "timeout":
      return "Timed out";
    case "out-of-memory":
      return "Out of memory";
    default:
      return functionErrorOf(result)?.type ?? "Failed";
  }
}

/** How a failed call ended, from its report and from what the answer says. */
export function failureKind(result: InvokeResult): "timeout" | "out-of-memory" | "error" {
  const { type = "", message = "" } = functionErrorOf(result) ?? {};
  if (
    type === "Sandbox.Timedout" ||
    result.report?.status === "timeout" ||
    /Task timed out after/.test(message)
  )
    return "timeout";
  const isOutOfMemory =
    outcomeOf(result.report, type || undefined) === "out-of-memory" ||
    type === "MemoryError" ||
    /heap out of memory/.test(result.logTail ?? "") ||
    // Without a report the answer is all there is, and this is how Lambda ends what takes too much.
    (!result.report && /^Runtime\.OutOfMemory|signal: killed/.test(`${type} ${message}`));
  return isOutOfMemory ? "out-of-memory" : "error";
}

export interface FunctionError {
  type?: string;
  message: string;
  /** One frame a line. */
  stack: string[];
}

/** The error a function's answer describes, as Node (`trace`), Python and Java (`stackTrace`) write it. */
export function functionErrorOf(
  result: Pick<InvokeResult, "functionError" | "payload" | "errorDetails">,
): FunctionError | undefined {
  if (!result.functionError) return undefined;
  const said = result.errorDetails ?? result.payload;
  const body = parsed(said);
  if (typeof body !== "object" || body === null) return { message: said, stack: [] };
  const { errorType, errorMessage, trace, stackTrace } = body as Record<string, unknown>;
  const frames = Array.isArray(trace) ? trace : Array.isArray(stackTrace) ? stackTrace : [];
  return {
    ...(typeof errorType === "string" && { type: errorType }),
    message: typeof errorMessage === "string" ? errorMessage : said,
    stack: frames.flat().filter((frame): frame is string => typeof frame === "string"),
  };
}

/** The HTTP status an API function answered in its body (`{"statusCode": 201, ...}`). */
export function httpStatusOf(
  result: Pick<InvokeResult, "functionError" | "payload" | "prelude">,
): number | undefined {
  if (result.functionError) return undefined;
  if (result.prelude) return result.prelude.statusCode;
  const body = parsed(result.payload);
  if (typeof body !== "object" || body === null || !("statusCode" in body)) return undefined;
  return typeof body.statusCode === "number" ? body.statusCode : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
