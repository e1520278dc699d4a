import type { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";

// Looking and changing answer in seconds; a function may run for 15 minutes before it answers.
const longestAnswerMs = 30_000;
const longestInvocationMs = 15 * 60_000 + 30_000;
const invocationPath = /\/(invocations|response-streaming-invocations)$/;

type HandlerRequest = Parameters<NodeHttpHandler["handle"]>[0];
type HandlerAnswer = Awaited<ReturnType<NodeHttpHandler["handle"]>>;

/** The SDK's own way to send requests, with time limits that know an invocation from a look. */
export class AwsHttpHandler extends NodeHttpHandler {
  constructor(maxSockets = 100) {
    super({
      connectionTimeout: 5_000,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    });
  }

  override async handle(
    request: HandlerRequest,
    options: Parameters<NodeHttpHandler["handle"]>[1] = {},
  ): Promise<HandlerAnswer> {
    const requestTimeout = timeLimitMs(request.path);
    const answer = await super.handle(request, { requestTimeout, ...options });
    if (!isLiveTail(request)) limitBody(answer.response.body as Readable, requestTimeout);
    return answer;
  }
}

/** How long an answer to a request to this path may take. */
export function timeLimitMs(path: string): number {
  return invocationPath.test(path) ? longestInvocationMs : longestAnswerMs;
}

/** Its answer goes on for as long as somebody watches. */
function isLiveTail({ headers }: HandlerRequest): boolean {
  return headers["x-amz-target"] === "Logs_20140328.StartLiveTail";
}

/** The SDK's own limit ends with the head of an answer; its body may stall as well. */
function limitBody(body: Readable, limitMs: number): void {
  const timer = setTimeout(() => {
    const error = new Error(`the answer did not end within ${limitMs / 1000} s`);
    body.destroy(Object.assign(error, { name: "TimeoutError", code: "ETIMEDOUT" }));
  }, limitMs);
  timer.unref();
  body.once("close", () => clearTimeout(timer));
}
