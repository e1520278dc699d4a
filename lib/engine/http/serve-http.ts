import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { EngineLog } from "../log.ts";
import { storageFailure } from "../store/storage-failure.ts";
import { type CrossOrigin, refuseRequest } from "./admit-request.ts";
import { formOf } from "./aws-query.ts";
import { codecFor } from "./codecs.ts";
import type { WireReply, WireRequest } from "./codec.ts";
import { readCredentialScope } from "./credential-scope.ts";
import { endWith } from "./end-with.ts";
import { OperationFinder, type Route } from "./find-operation.ts";
import { HttpServer } from "./http-server.ts";
import { receiveBody } from "./receive-body.ts";
import { refuseUnreadable } from "./refuse-unreadable.ts";
import { type CallContext, type Service, ServiceError } from "./service.ts";
import { runnerOf, runOperation } from "./run-operation.ts";

export interface HttpOptions {
  services: readonly Service[];
  accountId: string;
  version: string;
  log: EngineLog;
  /** Asked before all else: serves a request that is meant for no AWS API, by its Host, and says so. */
  serveHost?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Takes a client that asks for another protocol on its connection, a WebSocket; false when it is for nobody. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** What a bucket's own rules say about a request of a web page; undefined for all other requests. */
  crossOrigin?(request: IncomingMessage): CrossOrigin | undefined;
  /** Answers of the engine's own, by path prefix: `/_lambdeck/code/`. */
  mounts?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
  /** What the engine's health says beside its version. */
  health?: () => Promise<Record<string, unknown>>;
}

/** AWS takes a request line and headers of 1 MB; Node.js by itself 16 KB. */
const largestHeadBytes = 1024 * 1024;

/**
 * The AWS API: admit -> receive -> route -> decode -> validate -> handle -> encode. The returned
 * server is not listening yet; it must listen on a loopback address only.
 */
export function createEngineServer(options: HttpOptions): Server {
  const finder = new OperationFinder(options.services);
  const server = new HttpServer(
    {
      keepAliveTimeout: 65_000,
      requestTimeout: 0,
      maxHeaderSize: largestHeadBytes,
      // Missing ones are refused as AWS's errors are, by admit-request.ts.
      requireHostHeader: false,
    },
    (request, response) => {
      takeAbsoluteTarget(request);
      answer(request, response, finder, options).catch((error: unknown) => {
        // The caller has gone, or the reply broke off half-way: nobody is left to tell.
        if (!response.destroyed) options.log.error("A reply could not be sent", error);
        response.destroy();
      });
    },
  );
  server.on("clientError", refuseUnreadable);
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    takeAbsoluteTarget(request);
    if (!options.upgrade?.(request, socket, head)) socket.destroy();
  });
  server.on("connect", (_request, socket) => socket.destroy());
  return server;
}

/** What is sent through a proxy names its host a second time, in the request line (RFC 9112, 3.2.2). */
function takeAbsoluteTarget(request: IncomingMessage): void {
  const origin = `http://${request.headers.host}/`;
  if (request.url?.startsWith(origin)) request.url = request.url.slice(origin.length - 1);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  finder: OperationFinder,
  options: HttpOptions,
): Promise<void> {
  if (options.serveHost?.(request, response)) return;
  const crossOrigin = options.crossOrigin?.(request);
  if (crossOrigin?.preflight) {
    request.resume();
    await send(response, crossOrigin.preflight, "OPTIONS");
    return;
  }
  const refusal = refuseRequest(request, crossOrigin);
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!refusal && path.startsWith("/_lambdeck/")) {
    const mounted = Object.entries(options.mounts ?? {}).find(([prefix]) =>
      path.startsWith(prefix),
    );
    if (mounted) {
      mounted[1](request, response);
      return;
    }
    request.resume();
    const healthy = path === "/_lambdeck/health" && request.method === "GET";
    if (healthy) {
      const more = await options.health?.();
      sendPlain(response, 200, { status: "ok", version: options.version, ...more });
    } else sendPlain(response, 404, { message: `Nothing answers at ${path}` });
    return;
  }
  const method = request.method ?? "GET";
  const query = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
  const requestId = randomUUID();
  const scope = readCredentialScope(request.headers.authorization, query);
  const traceHeader = request.headers["x-amzn-trace-id"];
  let route: Route | undefined;
  let reply: WireReply;
  try {
    route = await finder.byHead(method, path, query, request.headers, scope.service);
    if (refusal) throw refusal;
    const streams = route?.protocol === "restXml" && route.operation?.takesStream;
    const body = streams ? new Uint8Array() : await receiveBody(request, route?.operation);
    const wire: WireRequest = { method, path, query, headers: request.headers, body };
    if (streams) wire.stream = request;
    route ??= await finder.byForm(formOf(wire), scope.service, method, path, request.headers);
    let signal: AbortSignal | undefined;
    const context: CallContext = {
      requestId,
      region: scope.region,
      accountId: options.accountId,
      accessKeyId: scope.accessKeyId,
      endpoint: `http://${request.headers.host}`,
      ...(typeof traceHeader === "string" && { traceHeader }),
      // Made only for those who ask: most operations end before anybody could hang up.
      get signal() {
        return (signal ??= hangUpSignal(response));
      },
    };
    reply = await call(route, wire, context);
  } catch (error) {
    if (response.destroyed) return;
    // What was not taken: the caller sends it all before it reads the answer.
    request.resume();
    route ??= await finder.byForm(query, scope.service, method, path, request.headers);
    reply = encodeFailure(route, error, requestId, options.log);
  }
  if (crossOrigin) Object.assign(reply.headers, crossOrigin.headers);
  await send(response, reply, method);
}

async function call(route: Route, wire: WireRequest, context: CallContext): Promise<WireReply> {
  const { operation } = route;
  if (!operation) throw route.problem;
  const { service } = operation.service;
  runnerOf(operation);
  service.admit?.(wire);
  const codec = codecFor(route.protocol);
  const input = codec.decode(operation, wire, route.labels);
  const output = await runOperation(operation, input, context);
  return codec.encode(operation, output, context.requestId);
}

/** An error that no operation meant to throw is logged with its stack and answered without it. */
function encodeFailure(route: Route, error: unknown, requestId: string, log: EngineLog): WireReply {
  const { operation, service, protocol } = route;
  let known = error instanceof ServiceError ? error : undefined;
  if (!known) {
    log.error(`${operation?.name ?? "A request"} failed (request ${requestId})`, error);
    const code = protocol === "restJson1" ? "ServiceException" : "InternalFailure";
    const disk = storageFailure(error);
    const message = disk
      ? `The local engine cannot store anything: ${disk}.`
      : "The local engine failed; its log says why.";
    known = new ServiceError(code, message, 500);
  }
  const plan = service?.error(known.code);
  const status = known.status ?? plan?.status ?? 400;
  const fault = status >= 500 ? "Receiver" : "Sender";
  return codecFor(protocol).encodeError(
    { error: known, status, fault, operation, service },
    requestId,
  );
}

/** Aborted when the caller goes away before the reply is complete. */
function hangUpSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  response.on("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

async function send(response: ServerResponse, reply: WireReply, method: string): Promise<void> {
  const { status, headers, body } = reply;
  if (typeof body === "string" || body instanceof Uint8Array) {
    const bytes = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    // HEAD tells the length of what GET would answer.
    if (status !== 204 && status !== 304) headers["content-length"] ??= String(bytes);
    response.writeHead(status, headers);
    if (method === "HEAD" || bytes === 0) response.end();
    else endWith(response, body);
    return;
  }
  response.writeHead(status, headers).flushHeaders();
  for await (const frame of body) {
    if (response.destroyed) break;
    if (!response.write(frame)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    // Neither listener stays: a live tail waits thousands of times.
    const finish = () => {
      response.off("drain", finish).off("close", finish);
      resolve();
    };
    response.on("drain", finish).on("close", finish);
  });
}

function sendPlain(response: ServerResponse, status: number, body: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
