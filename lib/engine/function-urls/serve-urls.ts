import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { readCredentialScope } from "../http/credential-scope.ts";
import { readBody } from "../http/receive-body.ts";
import { ServiceError } from "../http/service.ts";
import { payloadLimitBytes } from "../invocation/check-request.ts";
import { dimensionSets, type MetricSink } from "../invocation/invocation-metrics.ts";
import type { InvokeRequest, InvokeResult } from "../invocation/invoke-request.ts";
import { traceHeader } from "../invocation/trace-header.ts";
import type { FoundUrl, FunctionStore } from "../lambda/function-store.ts";
import type { EngineLog } from "../log.ts";
import { ownValue } from "../own-value.ts";
import { answerPreflight, corsHeaders } from "./cors.ts";
import { mayCall } from "./permission.ts";
import { sendAnswer, sendError, setHead } from "./send-answer.ts";
import { answerOf, answerOfStream, malformed, type UrlAnswer } from "./url-answer.ts";
import { urlEvent } from "./url-event.ts";
import { UrlStream } from "./url-stream.ts";

export interface FunctionUrlOptions {
  functions: Pick<FunctionStore, "findUrl" | "resolve">;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  metrics: MetricSink;
  accountId: string;
  clock: Clock;
  random: () => number;
  log: EngineLog;
}

/** The engine's own path to a URL, for programs that cannot resolve names below localhost. */
export const urlPath = "/_lambdeck/function-url/";

const urlHost = /^([a-z0-9]+)\.lambda-url\.([a-z0-9-]+)\.localhost(?::\d{1,5})?$/i;
const forbidden =
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  found: FoundUrl | undefined;
  rawPath: string;
  rawQuery: string;
}

/** The data plane of function URLs: HTTP in, an invocation, HTTP out. */
export class FunctionUrls {
  constructor(private readonly options: FunctionUrlOptions) {}

  /** Serves a request whose Host is that of a function URL; false when it is not. */
  serveHost(request: IncomingMessage, response: ServerResponse): boolean {
    const [, id, region] = urlHost.exec(request.headers.host ?? "") ?? [];
    if (id === undefined || region === undefined) return false;
    const [path, rawQuery] = split(request.url ?? "/");
    const found = this.options.functions.findUrl(id.toLowerCase());
    const inRegion = found?.fn.region === region.toLowerCase() ? found : undefined;
    this.#serve({ request, response, found: inRegion, rawPath: path, rawQuery });
    return true;
  }

  /**
   * Serves a request below `urlPath`, followed by the URL's id. Never a browser's: a function's page would
   * have the origin of the engine's API.
   */
  servePath(request: IncomingMessage, response: ServerResponse): void {
    const [path, rawQuery] = split(request.url ?? "/");
    const [id = "", ...rest] = path.slice(urlPath.length).split("/");
    const found = this.options.functions.findUrl(id);
    if (request.headers["sec-fetch-site"] !== undefined || request.headers.origin !== undefined) {
      request.resume();
      return sendError(response, 403, "AccessDeniedException", {
        Message: "Browsers reach a function URL by its host name, not by this path.",
      });
    }
    this.#serve({ request, response, found, rawPath: `/${rest.join("/")}`, rawQuery });
  }

  #serve(call: Call): void {
    const { response, found } = call;
    const requestId = randomUUID();
    response.setHeader("x-amzn-RequestId", requestId);
    if (!found) {
      call.request.resume();
      return sendError(response, 403, "AccessDeniedException", { Message: null });
    }
    const startedAtMs = this.options.clock.now();
    const started = performance.now();
    response.on("close", () =>
      this.#count(found, response.statusCode, performance.now() - started, startedAtMs),
    );
    this.#answer(call, found, requestId).catch((error: unknown) => {
      if (response.destroyed) return;
      if (response.headersSent) response.destroy();
      else this.#fail(response, error);
    });
  }

  async #answer(call: Call, found: FoundUrl, requestId: string): Promise<void> {
    const { request, response } = call;
    const { accountId, clock, functions, random } = this.options;
    const { fn, qualifier, url } = found;
    const preflight = answerPreflight(request, url.cors);
    if (preflight) {
      request.resume();
      const headers = [["Content-Type", "application/json"] as const, ...preflight];
      return sendAnswer(response, { status: 200, headers, body: "" });
    }
    const signer = readCredentialScope(
      request.headers.authorization,
      new URLSearchParams(call.rawQuery),
    );
    if (!mayCall(url.authType, ownValue(fn.policies, qualifier ?? "$LATEST"), signer, fn.region)) {
      request.resume();
      const Message = url.authType === "AWS_IAM" ? "Forbidden" : forbidden;
      return sendError(response, 403, "AccessDeniedException", { Message });
    }
    const body = await readBody(request, payloadLimitBytes.sync);
    const { version } = functions.resolve(fn.region, fn.name, qualifier);
    const given = request.headers["x-amzn-trace-id"];
    const nowMs = clock.now();
    const trace = traceHeader(
      typeof given === "string" ? given : undefined,
      version.tracingMode,
      nowMs,
      random,
    );
    const event =
      body &&
      urlEvent({
        request,
        body,
        urlId: url.id,
        domainName: `${url.id}.lambda-url.${fn.region}.localhost`,
        rawPath: call.rawPath,
        rawQuery: call.rawQuery,
        requestId,
        traceHeader: trace,
        nowMs,
        ...(url.authType === "AWS_IAM" && {
          caller: { accessKeyId: signer.accessKeyId, accountId },
        }),
      });
    const payload = event && Buffer.from(JSON.stringify(event));
    if (!payload || payload.byteLength > payloadLimitBytes.sync) throw tooLarge();
    response.setHeader("X-Amzn-Trace-Id", trace);
    await this.#invoke(call, found, { requestId, payload, traceHeader: trace });
  }

  async #invoke(
    { request, response }: Call,
    { fn, qualifier, url }: FoundUrl,
    what: Pick<InvokeRequest, "requestId" | "payload" | "traceHeader">,
  ): Promise<void> {
    const cors = corsHeaders(request, url.cors);
    const send = (answer: UrlAnswer) =>
      sendAnswer(response, { ...answer, headers: [...answer.headers, ...cors] });
    const stream = new UrlStream(
      response,
      ({ status, headers }) => setHead(response, status, [...headers, ...cors]),
      send,
    );
    /** Of a handler that streams although its URL does not: AWS gathers the pieces. */
    const pieces: Uint8Array[] = [];
    let pieceType = "";
    const buffered = url.invokeMode !== "RESPONSE_STREAM";
    const result = await this.options.invoke({
      ...what,
      region: fn.region,
      functionName: fn.name,
      qualifier,
      source: "sync",
      onChunk: (chunk, { contentType }) => {
        pieceType = contentType;
        if (buffered) pieces.push(chunk);
        else stream.push(chunk, contentType);
      },
    });
    const failed = result.functionError !== undefined;
    if (!buffered) stream.end(result.payload, failed);
    else if (pieces.length > 0) send(answerOfStream(Buffer.concat(pieces), pieceType));
    else send(failed ? malformed : answerOf(result.payload));
  }

  #fail(response: ServerResponse, error: unknown): void {
    if (!(error instanceof ServiceError)) {
      this.options.log.error("A function URL could not be served", error);
      return sendError(response, 500, "ServiceException", { Message: "Internal Server Error" });
    }
    // Its alias or its function has gone: nobody may call what is not there.
    if (error.code === "ResourceNotFoundException")
      return sendError(response, 403, "AccessDeniedException", { Message: forbidden });
    const { retryAfterSeconds, ...fields } = error.fields;
    if (retryAfterSeconds !== undefined)
      response.setHeader("Retry-After", String(retryAfterSeconds));
    sendError(response, error.status ?? 500, error.code, { ...fields, message: error.message });
  }

  #count({ fn, qualifier }: FoundUrl, status: number, latencyMs: number, timestampMs: number) {
    const subject = { region: fn.region, functionName: fn.name, qualifier };
    for (const dimensions of dimensionSets(subject))
      this.options.metrics.recordAll({
        region: fn.region,
        namespace: "AWS/Lambda",
        dimensions,
        timestampMs,
        values: [
          ["UrlRequestCount", "Count", 1],
          ["UrlRequestLatency", "Milliseconds", latencyMs],
          ...(status >= 400 && status < 500 ? [["Url4xxCount", "Count", 1] as const] : []),
          ...(status >= 500 ? [["Url5xxCount", "Count", 1] as const] : []),
        ],
      });
  }
}

function split(url: string): [path: string, query: string] {
  const mark = url.indexOf("?");
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}

function tooLarge(): ServiceError {
  return new ServiceError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${payloadLimitBytes.sync} bytes for the InvokeFunction operation`,
    413,
    { Type: "User" },
  );
}
