import type { ServerResponse } from "node:http";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { sendAnswer } from "../function-urls/send-answer.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { FunctionCallOptions } from "./call-function.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { ApiRequest } from "./api-request.ts";
import type { EngineLog } from "../log.ts";

/** What serving an API takes, whatever kind of API it is. */
export interface Gateway extends FunctionCallOptions {
  random: () => number;
  cache: AnswerCache;
  metrics: MetricSink;
  logs: Pick<LogStore, "put">;
  log: EngineLog;
  /** Fetches a JSON document of an issuer of tokens. */
  readJson(url: string): Promise<unknown>;
}

/** An answer of the gateway itself. */
export function plainAnswer(
  status: number,
  message: string | null,
  headers: UrlAnswer["headers"] = [],
): UrlAnswer {
  return {
    status,
    headers: [["Content-Type", "application/json"], ...headers],
    body: JSON.stringify({ message }),
  };
}

/** What either kind of API answers for a function that failed or answered what cannot be sent. */
export const httpFailure = plainAnswer(500, "Internal Server Error");
const restFailure = plainAnswer(502, "Internal server error");

/** Sends an answer and records the API's metrics: its count, latencies and failures. */
export function finish(
  { metrics, clock }: Gateway,
  response: ServerResponse,
  answer: UrlAnswer,
  { call, apiName }: { call: ApiRequest; apiName?: string },
): void {
  sendAnswer(response, answer, apiName === undefined ? httpFailure : restFailure);
  const status = response.statusCode;
  const rest = apiName !== undefined;
  const failure = (from: number): number => Number(status >= from && status < from + 100);
  const latencyMs = clock.now() - call.nowMs;
  metrics.recordAll({
    region: call.region,
    namespace: "AWS/ApiGateway",
    dimensions: rest ? { ApiName: apiName } : { ApiId: call.apiId },
    alsoUnder: [
      rest ? { ApiName: apiName, Stage: call.stage } : { ApiId: call.apiId, Stage: call.stage },
    ],
    timestampMs: call.nowMs,
    values: [
      ["Count", "Count", 1],
      ["Latency", "Milliseconds", latencyMs],
      [rest ? "4XXError" : "4xx", "Count", failure(400)],
      [rest ? "5XXError" : "5xx", "Count", failure(500)],
    ],
  });
}
