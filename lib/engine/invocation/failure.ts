import type { LaunchError } from "../runtimes/launch-error.ts";
import type { Ending } from "./live-runtime.ts";

/** Why an invocation failed, as its caller, its REPORT line and its metrics are told. */
export interface Failure {
  status: "error" | "timeout";
  /** AWS's name: Runtime.ExitError, Sandbox.Timedout, Function.Unknown... */
  errorType: string;
  /** The name in the REPORT line, which is more precise about memory. */
  reportedType: string;
  /** The response's body. */
  payload: Uint8Array;
}

export function timedOut(requestId: string, seconds: number): Failure {
  const text = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return failure("timeout", "Sandbox.Timedout", requestId, text);
}

const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

export function failedExit(
  requestId: string,
  { exit, outOfMemory, extensionError }: Ending,
): Failure {
  const reason = exit.signal
    ? `signal: ${signalNames[exit.signal] ?? exit.signal}`
    : exit.code
      ? `exit status ${exit.code}`
      : undefined;
  if (extensionError) return failure("error", extensionError, requestId, reason ?? "exit code 0");
  const text = reason
    ? `Runtime exited with error: ${reason}`
    : "Runtime exited without providing a reason";
  const exited = failure("error", "Runtime.ExitError", requestId, text);
  return outOfMemory ? { ...exited, reportedType: "Runtime.OutOfMemory" } : exited;
}

export function failedLaunch(requestId: string, error: LaunchError): Failure {
  return failure("error", error.errorType, requestId, error.message);
}

function failure(
  status: Failure["status"],
  errorType: string,
  requestId: string,
  text: string,
): Failure {
  const errorMessage = `RequestId: ${requestId} Error: ${text}`;
  const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
  return { status, errorType, reportedType: errorType, payload };
}
