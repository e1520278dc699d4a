import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";

/** The one thing pollers need of the invocation room. */
export interface BatchInvoker {
  invoke(request: {
    region: string;
    functionName: string;
    qualifier?: string;
    payload: Uint8Array;
    requestId: string;
    traceHeader?: string | undefined;
    source: "mapping";
  }): Promise<{ functionError?: string; payload: Uint8Array }>;
}

const firstRetryMs = 500;
const longestRetryMs = 10_000;

/**
 * Invokes a function with one batch. A refused call (throttled, function not ready) is tried again, ever
 * slower, until `deadlineMs`, when the messages show again in their queue anyway. Returns the response, or
 * undefined when the function failed or was never reached.
 */
export async function invokeWithBatch(options: {
  invoker: BatchInvoker;
  clock: Clock;
  /** With or without version or alias. */
  functionArn: string;
  records: readonly object[];
  /** Of the chain of calls that the records belong to. */
  traceHeader?: string | undefined;
  deadlineMs: number;
  /** Aborted when the mapping is stopped: no further attempts. */
  signal: AbortSignal;
  /** Told of every attempt when it is over. */
  onAttempt(failed: boolean): void;
}): Promise<Uint8Array | undefined> {
  const { invoker, clock, functionArn, records, traceHeader, deadlineMs, signal, onAttempt } =
    options;
  const [, , , region = "", , , functionName = "", qualifier] = functionArn.split(":");
  const payload = Buffer.from(JSON.stringify({ Records: records }));
  for (let attempt = 0; ; attempt++) {
    try {
      const requestId = randomUUID();
      const request = { region, functionName, qualifier, payload, requestId, traceHeader };
      const { functionError, payload: response } = await invoker.invoke({
        ...request,
        source: "mapping",
      });
      onAttempt(functionError !== undefined);
      return functionError ? undefined : response;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      onAttempt(true);
      const delayMs = Math.min(firstRetryMs * 2 ** attempt, longestRetryMs);
      const hopeless =
        error.code === "ResourceNotFoundException" || error.code === "RecursiveInvocationException";
      if (hopeless || signal.aborted || clock.now() + delayMs >= deadlineMs) return undefined;
      await sleep(clock, delayMs, signal);
      if (signal.aborted) return undefined;
    }
  }
}

function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stop = clock.after(delayMs, end);
    signal.addEventListener("abort", end);
  });
}
