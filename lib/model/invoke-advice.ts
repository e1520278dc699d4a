import { plain, formatDuration, formatFullCount } from "./format";
import type { FunctionDetail } from "./function-detail";
import { failureKind, functionErrorOf, type InvokeResult } from "./invoke";
import type { Problem } from "./problem";
import { handlerFile, placeOfFrame } from "./stack-frame";

/** What a person can do next: go somewhere, send the event again, or choose another way to send it. */
export type NextStep =
  | { kind: "page"; label: string; path: string }
  | { kind: "send-again"; label: string }
  | { kind: "buffered"; label: string };

/** Why a call did not end well, and what to do about it. The first step is the likeliest. */
export interface Advice {
  title: string;
  /** Absent where the error's own message says it all. */
  because?: string;
  steps: NextStep[];
}

type About = Pick<
  FunctionDetail,
  "name" | "timeoutSeconds" | "memoryMb" | "handler" | "runtime" | "roleArn"
>;

/** About a call whose function failed; undefined for one that ended well. */
export function failureAdvice(result: InvokeResult, detail: About): Advice | undefined {
  const error = functionErrorOf(result);
  if (!error) return undefined;
  const log = logStep(detail, result.requestId);
  switch (failureKind(result)) {
    case "timeout":
      return {
        title: `Timed out after ${plain(formatDuration(result.report?.durationMs ?? detail.timeoutSeconds * 1000))}`,
        because: `Lambda stopped the function at its time-out of ${detail.timeoutSeconds} s. What it had begun by then may be half done.`,
        steps: [configure(detail, "Raise the time-out", "timeoutSeconds"), ...log],
      };
    case "out-of-memory":
      return {
        title: "Out of memory",
        because: `The function used all of its ${formatFullCount(result.report?.memorySizeMb ?? detail.memoryMb)} MB and was killed.`,
        steps: [configure(detail, "Raise the memory", "memoryMb"), ...log],
      };
    default: {
      const advice = errorAdvice(error, detail);
      return { ...advice, steps: [...advice.steps, ...log] };
    }
  }
}

function errorAdvice(
  { type, message, stack }: NonNullable<ReturnType<typeof functionErrorOf>>,
  detail: About,
): Advice {
  const title = type ?? "The function failed";
  const role = detail.roleArn?.split("/").at(-1);
  if (/HandlerNotFound|ImportModuleError|MalformedHandlerName|Runtime\.NoSuchHandler/.test(title))
    return {
      title,
      because: `Lambda looks for ${detail.handler ?? "the handler"}: is that file in the code, does it load, and does it export that name?`,
      steps: [
        page(detail, "Look at the code", "/code"),
        configure(detail, "Change the handler", "handler"),
      ],
    };
  if (/AccessDenied|not authorized to perform/.test(`${title} ${message}`))
    return {
      title,
      because: `The function ran; a service it called refused it. Its role${role ? ` ${role}` : ""} lacks the permission.`,
      steps: [configure(detail, "See the role", "role")],
    };
  if (title === "Runtime.ExitError" || title === "Extension.Crash")
    return {
      title,
      because: "The process ended before the function had answered. Its last log lines say why.",
      steps: [],
    };
  const place = stack.map((frame) => placeOfFrame(frame)).find((found) => found !== undefined);
  const file = place?.file ?? handlerFile(detail);
  return {
    title,
    steps: file
      ? [
          page(
            detail,
            place ? `Open ${place.file}, line ${place.line}` : "Look at the code",
            `/code?file=${encodeURIComponent(file)}${place ? `&line=${place.line}` : ""}`,
          ),
        ]
      : [],
  };
}

/** About a call that AWS, or the way to it, refused: the function did not run. */
export function refusalSteps(problem: Problem, detail: About): NextStep[] {
  const again: NextStep = { kind: "send-again", label: "Send it again" };
  switch (problem.kind) {
    case "throttled":
      return [throttleStep(problem, detail), again];
    case "unreachable":
      return [{ kind: "send-again", label: "Reconnect and send again" }];
    case "conflict":
    case "unexpected":
    case "credentials":
    case "denied":
      return [again];
    case "not-found":
      return [page(detail, "See versions and aliases", "/versions")];
    case "unsupported":
      return [{ kind: "buffered", label: "Send it without streaming" }];
    default:
      return [];
  }
}

function throttleStep({ code = "" }: Problem, detail: About): NextStep {
  return /\bConcurrentInvocationLimitExceeded/.test(code)
    ? { kind: "page", label: "See the account's pool", path: "/concurrency" }
    : page(detail, "See the function's limit", "/concurrency");
}

const page = ({ name }: About, label: string, rest: string): NextStep => ({
  kind: "page",
  label,
  path: `/functions/${encodeURIComponent(name)}${rest}`,
});

const configure = (detail: About, label: string, field: string): NextStep =>
  page(detail, label, `/configuration?field=${field}`);

function logStep(detail: About, requestId: string | undefined): NextStep[] {
  return requestId
    ? [page(detail, "See its log lines", `/logs?request=${encodeURIComponent(requestId)}`)]
    : [];
}
