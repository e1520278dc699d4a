import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ApiDeployment, ApiRecord, ApiRoute, ApiStage } from "../apigatewayv2/api.ts";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { ownValue } from "../own-value.ts";
import { acceptHandshake, handshakeKey, refuseHandshake } from "../web-socket/handshake.ts";
import { WebSocketConnection } from "../web-socket/web-socket.ts";
import { type ApiRequest, extendedId, readApiRequest } from "./api-request.ts";
import { type Admission, takeKey } from "./admission.ts";
import { callSocketIntegration } from "./call-socket-integration.ts";
import type { Gateway } from "./gateway.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { stageOf, variablesOf } from "./http-api.ts";
import { connectionIn, type ManagedConnection, manageConnection } from "./manage-connection.ts";
import { fill } from "./map-parameters.ts";
import { authorizeConnect } from "./socket-authorization.ts";
import type { SocketContext } from "./socket-payload.ts";

/** AWS's quotas: a frame, a message, the longest silence and the longest life of a connection. */
const limits = { largestFrameBytes: 32 * 1024, largestMessageBytes: 128 * 1024 };
const longestSilenceMs = 10 * 60 * 1000;
const longestLifeMs = 2 * 60 * 60 * 1000;

interface Connection extends ManagedConnection {
  cancelWatch: () => void;
}

/** The data plane of WebSocket APIs: connections, their messages, and the calls that answer them. */
export class WebSocketApis {
  readonly #connections = new Map<string, Connection>();
  #ending = false;

  constructor(
    private readonly store: ApiStore,
    private readonly admission: Admission,
    private readonly gateway: Gateway,
  ) {}

  /** Answers a client's handshake: `$connect` says whether it may come in. */
  async connect(
    api: ApiRecord,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { fullPath, rawQuery }: { fullPath: string; rawQuery: string },
  ): Promise<void> {
    socket.on("error", () => socket.destroy());
    const key = handshakeKey(request);
    const { stage, path } = stageOf(api, fullPath);
    if (!key) return refuseHandshake(socket, 426, "Upgrade Required");
    if (!stage || path.replace(/^\/$/, "") !== "" || api.settings.DisableExecuteApiEndpoint)
      return refuseHandshake(socket, 403, "Forbidden");
    const call = readApiRequest(
      request,
      {
        apiId: api.apiId,
        region: api.region,
        accountId: this.gateway.accountId,
        stage: stage.StageName,
        stageVariables: variablesOf(stage),
        fullPath,
        path,
        rawQuery,
        body: new Uint8Array(),
      },
      this.gateway,
    );
    const connectedMs = this.gateway.clock.now();
    const context: SocketContext = {
      call,
      connectionId: extendedId(this.gateway.random),
      connectedMs,
    };
    const verdict = await this.#admit(context);
    if (socket.destroyed) return;
    if (this.#ending) return void socket.destroy();
    if (verdict.refusal) return refuseHandshake(socket, ...verdict.refusal);
    acceptHandshake(socket, key, verdict.protocol);
    const { told: authorizer, usageIdentifierKey } = verdict;
    this.#open({ ...context, authorizer, usageIdentifierKey }, socket, head);
  }

  /** Closes all connections: the engine ends. */
  close(): void {
    this.#ending = true;
    for (const { socket } of this.#connections.values()) socket.close(1001, "Going away");
  }

  async #admit(context: SocketContext): Promise<{
    refusal?: [status: number, message: string];
    protocol?: string | undefined;
    told?: Record<string, unknown> | undefined;
    usageIdentifierKey?: string | undefined;
  }> {
    const served = this.#served(context.call);
    const deployment = served?.deployment;
    if (!deployment) return { refusal: [403, "Forbidden"] };
    const route = routeOf(deployment, "$connect");
    if (!route) return {};
    const authorizer = ownValue(deployment.authorizers, route.AuthorizerId ?? "");
    const verdict = await authorizeConnect(this.gateway, context, route, authorizer);
    if ("refusal" in verdict) return verdict;
    const { told, usageIdentifierKey } = verdict;
    const known = { ...context, authorizer: told, usageIdentifierKey };
    const keyed = this.#withKey(known, served.api, route);
    if (keyed instanceof GatewayFailure) return { refusal: [keyed.status, keyed.told ?? ""] };
    const outcome = await callSocketIntegration(this.gateway, keyed, deployment, route, {
      eventType: "CONNECT",
    });
    if (!outcome) return verdict;
    if (outcome.failure === "denied") return { refusal: [500, "Internal server error"] };
    if (outcome.failure === "timed out") return { refusal: [504, "Endpoint request timed out"] };
    if (outcome.failure !== undefined) return { refusal: [502, "Internal server error"] };
    const { answer } = outcome;
    if (answer.status < 200 || answer.status > 299)
      return { refusal: [answer.status, answer.status === 401 ? "Unauthorized" : "Forbidden"] };
    const protocol = answer.headers.find(
      ([name]) => name.toLowerCase() === "sec-websocket-protocol",
    )?.[1];
    return {
      ...verdict,
      protocol: protocol && /^[\w!#$%&'*+.^`|~-]+$/.test(protocol) ? protocol : undefined,
    };
  }

  #open(context: SocketContext, stream: Duplex, head: Buffer): void {
    const { connectionId, connectedMs } = context;
    const socket = new WebSocketConnection(stream, head, limits, {
      message: (payload, isText) => {
        // The first may come with the handshake itself.
        queueMicrotask(() => this.#receive(connectionId, payload, isText));
      },
      closed: (code, reason) => this.#closed(connectionId, code, reason),
    });
    const connection = {
      ...context,
      socket,
      activeMs: connectedMs,
      cancelWatch: () => undefined as void,
    };
    this.#connections.set(connectionId, connection);
    this.#watch(connection);
  }

  /** Ends a connection that was silent or lived for too long. */
  #watch(connection: Connection): void {
    const nowMs = this.gateway.clock.now();
    const endsMs = Math.min(
      connection.activeMs + longestSilenceMs,
      connection.connectedMs + longestLifeMs,
    );
    if (nowMs >= endsMs) return connection.socket.close(1001, "Going away");
    connection.cancelWatch = this.gateway.clock.after(endsMs - nowMs, () =>
      this.#watch(connection),
    );
  }

  #receive(connectionId: string, payload: Buffer, isText: boolean): void {
    const connection = this.#connections.get(connectionId);
    if (!connection) return;
    connection.activeMs = this.gateway.clock.now();
    this.#handle(connection, payload, isText).catch((error: unknown) => {
      this.gateway.log.error("A message of a WebSocket could not be handled", error);
      this.#tell(connection, "Internal server error");
    });
  }

  async #handle(connection: Connection, body: Buffer, isText: boolean): Promise<void> {
    const served = this.#served(connection.call);
    if (!served) return connection.socket.close(1001, "Going away");
    const { api, deployment } = served;
    const key = isText ? selectedKey(api, connection.call, body) : "";
    const route = routeOf(deployment, key) ?? routeOf(deployment, "$default");
    if (!route) return this.#tell(connection, "Forbidden");
    const keyed = this.#withKey(connection, api, route);
    if (keyed instanceof GatewayFailure) return this.#tell(connection, keyed.told ?? "");
    const outcome = await callSocketIntegration(this.gateway, keyed, deployment, route, {
      eventType: "MESSAGE",
      body,
      isText,
    });
    if (!outcome) return;
    const isAnswered = Object.keys(route.responses ?? {}).length > 0;
    if (outcome.failure === "malformed" && !isAnswered) return;
    if (outcome.failure !== undefined)
      return this.#tell(
        connection,
        outcome.failure === "timed out" ? "Endpoint request timed out" : "Internal server error",
      );
    if (!isAnswered) return;
    const { answer } = outcome;
    if (Buffer.byteLength(answer.body) > 0) connection.socket.send(answer.body);
    connection.activeMs = this.gateway.clock.now();
  }

  /** The connection with the key that a route asks for; else why there is none. */
  #withKey(context: SocketContext, { settings }: ApiRecord, route: ApiRoute) {
    if (!route.ApiKeyRequired) return context;
    const { call, usageIdentifierKey } = context;
    const value = fill(settings.ApiKeySelectionExpression ?? "$request.header.x-api-key", {
      call,
      route: { routeKey: route.RouteKey, resourcePath: route.RouteKey },
      authorizer: { usageIdentifierKey },
    });
    try {
      return { ...context, apiKey: takeKey(this.admission, call, value, [route.RouteKey]) };
    } catch (error) {
      if (error instanceof GatewayFailure) return error;
      throw error;
    }
  }

  #closed(connectionId: string, code: number, reason: string): void {
    const connection = this.#connections.get(connectionId);
    if (!connection) return;
    this.#connections.delete(connectionId);
    connection.cancelWatch();
    if (this.#ending) return;
    const deployment = this.#served(connection.call)?.deployment;
    const route = deployment && routeOf(deployment, "$disconnect");
    if (!route) return;
    const told = reason === "" ? (reasons[code] ?? "") : reason;
    callSocketIntegration(this.gateway, connection, deployment, route, {
      eventType: "DISCONNECT",
      code,
      reason: told,
    }).catch((error: unknown) => {
      this.gateway.log.error("The end of a WebSocket could not be told", error);
    });
  }

  /** The API as it is served now; undefined when it, or the stage, has gone. */
  #served({
    apiId,
    stage,
  }: ApiRequest): { api: ApiRecord; stage: ApiStage; deployment: ApiDeployment } | undefined {
    const api = this.store.find(apiId);
    const served = api?.stages[stage];
    const deployment = served && this.store.findDeployment(apiId, served.DeploymentId);
    return deployment && { api: api as ApiRecord, stage: served, deployment };
  }

  #tell({ socket, connectionId }: Connection, message: string): void {
    const requestId = extendedId(this.gateway.random);
    socket.send(
      `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`,
    );
  }

  /** The management API of connections; `api` undefined: by the connection's id alone. */
  async manage(
    api: ApiRecord | undefined,
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const connection = this.#connections.get(connectionIn(path));
    const isOfApi = !api || connection?.call.apiId === api.apiId;
    await manageConnection(isOfApi ? connection : undefined, request, response, {
      largestMessageBytes: limits.largestMessageBytes,
      clock: this.gateway.clock,
    });
  }
}

/** AWS's words for the codes that come without a reason. */
const reasons: Readonly<Record<number, string>> = {
  1000: "Connection Closed Normally",
  1001: "Going away",
  1005: "Client-side close frame status not set",
  1006: "Connection reset",
};

const routeOf = ({ routes }: ApiDeployment, key: string): ApiRoute | undefined =>
  Object.values(routes).find(({ RouteKey }) => RouteKey === key);

/** What the API's route selection expression makes of a message; empty where it names nothing. */
function selectedKey(api: ApiRecord, call: ApiRequest, body: Buffer): string {
  const route = { routeKey: "", resourcePath: "" };
  const key = fill(api.settings.RouteSelectionExpression, { call: { ...call, body }, route });
  // The routes of the connection itself cannot be named by a message.
  return key.startsWith("$") ? "" : key;
}
