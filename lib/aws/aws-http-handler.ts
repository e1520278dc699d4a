import { NodeHttpHandler } from "@smithy/node-http-handler";

// Looking and changing answer in seconds; a function may run for 15 minutes before it answers.
const longestAnswerMs = 30_000;
const longestInvocationMs = 15 * 60_000 + 30_000;
const invocationPath = /\/(invocations|response-streaming-invocations)$/;

/** The SDK's own way to send requests, with time limits that know an invocation from a look. */
export class AwsHttpHandler extends NodeHttpHandler {
  constructor() {
    super({
      connectionTimeout: 5_000,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 100 },
      httpsAgent: { maxSockets: 100 },
    });
  }

  override handle(
    request: Parameters<NodeHttpHandler["handle"]>[0],
    options: Parameters<NodeHttpHandler["handle"]>[1] = {},
  ): ReturnType<NodeHttpHandler["handle"]> {
    const requestTimeout = timeLimitMs(request.path);
    return super.handle(request, { requestTimeout, ...options });
  }
}

/** How long an answer to a request to this path may take. */
export function timeLimitMs(path: string): number {
  return invocationPath.test(path) ? longestInvocationMs : longestAnswerMs;
}
