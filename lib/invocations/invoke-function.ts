import {
  InvokeCommand,
  type InvokeCommandOutput,
  InvokeWithResponseStreamCommand,
} from "@aws-sdk/client-lambda";
import { countInvocation } from "@/lib/aws/call-meter";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import {
  httpStatusOf,
  type InvokeRequest,
  type InvokeResult,
  type PastInvocation,
  type StreamPart,
  verdictOf,
} from "@/lib/model/invoke";
import type { Problem } from "@/lib/model/problem";
import { explainThrottle } from "@/lib/model/throttle-reason";
import { recordInvocation } from "@/lib/store/invocation-history";
import { readStream } from "./read-stream";
import { gbSecondsOf, readTail } from "./read-tail";

export interface InvokeDeps {
  now: () => number;
  signal?: AbortSignal;
  /** Called with each part of a streamed response. */
  onPart?: (part: StreamPart) => void;
}

/**
 * Sends one event to a function and keeps event and answer in the function's history, also when AWS refused it
 * (`result.problem`). Never sent twice: a lost answer does not say that the function did not run.
 */
export async function invokeFunction(
  connection: Connection,
  functionName: string,
  request: InvokeRequest,
  deps: InvokeDeps,
): Promise<{ entry: PastInvocation; result: InvokeResult }> {
  const startedMs = deps.now();
  const result = await send(connection, functionName, request, deps, startedMs).catch(
    (error: unknown): InvokeResult => ({
      payload: "",
      roundTripMs: deps.now() - startedMs,
      requestId: requestIdOf(error),
      problem: deps.signal?.aborted ? cancelled : refusal(error, connection, functionName),
    }),
  );
  countUse(connection, request, result);
  const entry = recordInvocation({
    connectionId: connection.id,
    functionName,
    request,
    result,
    summary: {
      startedMs,
      type: request.type,
      streaming: request.streaming,
      qualifier: request.qualifier,
      eventName: request.eventName,
      verdict: verdictOf(request, result),
      httpStatus: httpStatusOf(result),
      durationMs: result.report?.durationMs ?? (result.problem ? undefined : result.roundTripMs),
      cold: result.report?.initDurationMs !== undefined,
    },
  });
  return { entry, result };
}

/** What AWS asks for the call; a queued one's time is not known here, nor one's that came without its report. */
function countUse(connection: Connection, request: InvokeRequest, result: InvokeResult): void {
  if (result.problem || request.type === "DryRun") return;
  countInvocation(connection.id, { gbSeconds: result.report && gbSecondsOf(result.report) });
}

async function send(
  connection: Connection,
  functionName: string,
  request: InvokeRequest,
  deps: InvokeDeps,
  startedMs: number,
): Promise<InvokeResult> {
  const input = {
    FunctionName: functionName,
    Qualifier: request.qualifier,
    Payload: new TextEncoder().encode(request.payload),
    ClientContext: request.clientContext
      ? Buffer.from(request.clientContext).toString("base64")
      : undefined,
    // AWS gives the log's tail to callers who wait for the answer only.
    LogType: request.logTail && request.type === "RequestResponse" ? ("Tail" as const) : undefined,
  };
  const { lambda } = clientsFor(connection);
  if (request.streaming) {
    const answer = await lambda.send(new InvokeWithResponseStreamCommand(input), {
      abortSignal: deps.signal,
    });
    const streamed = await readStream(answer.EventStream ?? [], {
      contentType: answer.ResponseStreamContentType,
      onPart: deps.onPart ?? (() => {}),
      passedMs: () => deps.now() - startedMs,
    });
    return {
      statusCode: answer.StatusCode ?? answer.$metadata.httpStatusCode,
      requestId: answer.$metadata.requestId,
      executedVersion: answer.ExecutedVersion,
      ...streamed,
      roundTripMs: deps.now() - startedMs,
    };
  }
  const answer = await lambda.send(new InvokeCommand({ ...input, InvocationType: request.type }), {
    abortSignal: deps.signal,
  });
  return { ...shapeAnswer(answer), roundTripMs: deps.now() - startedMs };
}

/** What Invoke answered, with its log tail decoded and the REPORT line in it read. */
function shapeAnswer(answer: InvokeCommandOutput): Omit<InvokeResult, "roundTripMs"> {
  return {
    statusCode: answer.StatusCode ?? answer.$metadata.httpStatusCode,
    requestId: answer.$metadata.requestId,
    executedVersion: answer.ExecutedVersion || undefined,
    functionError: answer.FunctionError || undefined,
    payload: new TextDecoder().decode(answer.Payload ?? new Uint8Array()),
    ...readTail(answer.LogResult),
  };
}

const cancelled: Problem = {
  kind: "unexpected",
  title: "Cancelled",
  detail: "The page stopped waiting for the answer. The function may have gone on running.",
};

function refusal(error: unknown, connection: Connection, functionName: string): Problem {
  const problem = problemFrom(error, { connection, action: `invoke ${functionName}` });
  const reason = textOf(error, "Reason");
  const explained = explainThrottle(reason);
  if (problem.kind === "throttled" && explained) {
    return {
      ...problem,
      title: "Throttled: the function did not run",
      detail: explained.because,
      code: `HTTP 429 ${reason}`,
      action: explained.remedy,
    };
  }
  if (
    problem.code === "RequestTooLargeException" ||
    problem.code === "RequestEntityTooLargeException"
  ) {
    return {
      ...problem,
      kind: "invalid",
      title: "The event is too large",
      action:
        "An event has at most 6 MB, an asynchronous one 1 MB. Put large data into S3 and send its key.",
    };
  }
  return problem;
}

function requestIdOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  return textOf(error.$metadata, "requestId");
}

function textOf(holder: unknown, key: string): string | undefined {
  if (typeof holder !== "object" || holder === null) return undefined;
  const value: unknown = Reflect.get(holder, key);
  return typeof value === "string" ? value : undefined;
}
