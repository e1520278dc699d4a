import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { errorCode, httpStatus, isThrottle } from "./error-kind";

/**
 * The problem behind anything thrown by a client (or by the code around it). `action` says what was tried,
 * as in "read the function": it becomes the title "Could not read the function".
 */
export function problemFrom(
  error: unknown,
  { connection, action = "finish this" }: { connection?: Connection; action?: string } = {},
): Problem {
  if (error instanceof ProblemError) return error.problem;
  const code = errorCode(error);
  const status = httpStatus(error);
  const title = `Could not ${action}`;
  const detail = error instanceof Error && error.message ? error.message : String(error);
  if (isThrottle(error)) return { kind: "throttled", title, detail, code };
  if (status === 404) return { kind: "not-found", title, detail, code };
  if (status === 409 || status === 412) return { kind: "conflict", title, detail, code };
  if (status === 403) return { kind: "denied", title, detail, code };
  if (status === 400) return { kind: "invalid", title, detail, code };
  if (status === undefined && connection)
    return { kind: "unreachable", title, detail: `${connection.label}: ${detail}`, code };
  return { kind: "unexpected", title, detail, code };
}
