import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { RestApiRecord } from "../apigateway/rest-api.ts";
import type { RestStore } from "../apigateway/rest-store.ts";
import type { ApiRecord } from "../apigatewayv2/api.ts";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { sendAnswer } from "../function-urls/send-answer.ts";
import type { Admission } from "./admission.ts";
import { type Gateway, plainAnswer } from "./gateway.ts";
import { HttpApis } from "./http-api.ts";
import { refuseHandshake } from "../web-socket/handshake.ts";
import { RestApis } from "./rest-apis.ts";
import { WebSocketApis } from "./web-socket-apis.ts";

/** The engine's own path to an API, for programs that cannot resolve names below localhost. */
export const apiPath = "/_lambdeck/execute-api/";

const apiHost = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.localhost(?::\d{1,5})?$/i;

interface Address {
  apiId: string;
  /** As the host has it; by path any region's API is meant. */
  region?: string;
  /** Percent-encoded, with the stage; begins with a slash. */
  fullPath: string;
  rawQuery: string;
}

/** The addresses of APIs: `ID.execute-api.REGION.localhost`, and the engine's own path. */
export class ExecuteApi {
  readonly #http: HttpApis;
  readonly #sockets: WebSocketApis;
  readonly #rest: RestApis;

  constructor(
    private readonly apis: ApiStore,
    private readonly restApis: RestStore,
    admission: Admission,
    private readonly gateway: Gateway,
  ) {
    this.#http = new HttpApis(apis, gateway);
    this.#sockets = new WebSocketApis(apis, admission, gateway);
    this.#rest = new RestApis(restApis, admission, gateway);
  }

  /** Closes the connections of WebSocket APIs. */
  close(): void {
    this.#sockets.close();
  }

  /** Takes a client's handshake with a WebSocket API; false when the request is for none. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const byPath = request.url?.startsWith(apiPath) === true;
    const address = addressOfHost(request) ?? (byPath ? addressOfPath(request) : undefined);
    if (!address) return false;
    const api = this.#find(address);
    if (api?.settings.ProtocolType !== "WEBSOCKET" || (byPath && !mayUsePath(request))) {
      refuseHandshake(socket, 403, "Forbidden");
      return true;
    }
    this.#sockets.connect(api, request, socket, head, address).catch((error: unknown) => {
      this.gateway.log.error("A WebSocket could not be opened", error);
      socket.destroy();
    });
    return true;
  }

  /** Serves a request whose Host is that of an API; false when it is not. */
  serveHost(request: IncomingMessage, response: ServerResponse): boolean {
    const address = addressOfHost(request);
    if (!address) {
      // Functions whose client of the management API has no other endpoint than the engine's own.
      if (!request.url?.startsWith("/@connections/") || !mayUsePath(request)) return false;
      this.#run(response, () =>
        this.#sockets.manage(undefined, request, response, request.url ?? ""),
      );
      return true;
    }
    this.#serve(address, request, response);
    return true;
  }

  /** Serves a request below `apiPath`. Never a browser's: a page of an API would have the origin of the engine's. */
  servePath(request: IncomingMessage, response: ServerResponse): void {
    const address = addressOfPath(request);
    if (!mayUsePath(request)) {
      request.resume();
      return sendAnswer(
        response,
        plainAnswer(403, "Browsers reach an API by its host name, not by this path."),
      );
    }
    this.#serve(address, request, response);
  }

  #serve(address: Address, request: IncomingMessage, response: ServerResponse): void {
    const api = this.#find(address);
    const restApi = api ? undefined : this.#findRest(address);
    if (restApi)
      return this.#run(response, () => this.#rest.serve(restApi, request, response, address));
    if (!api) {
      request.resume();
      return sendAnswer(response, plainAnswer(403, "Forbidden"));
    }
    if (api.settings.ProtocolType === "HTTP")
      return this.#run(response, () => this.#http.serve(api, request, response, address));
    if (/\/(@|%40)connections\//i.test(address.fullPath))
      return this.#run(response, () =>
        this.#sockets.manage(api, request, response, address.fullPath),
      );
    request.resume();
    sendAnswer(response, plainAnswer(426, "Upgrade Required", [["Upgrade", "websocket"]]));
  }

  #find({ apiId, region }: Address): ApiRecord | undefined {
    const api = this.apis.find(apiId);
    return region === undefined || api?.region === region ? api : undefined;
  }

  #findRest({ apiId, region }: Address): RestApiRecord | undefined {
    const api = this.restApis.find(apiId);
    return region === undefined || api?.region === region ? api : undefined;
  }

  #run(response: ServerResponse, serve: () => Promise<void>): void {
    serve().catch((error: unknown) => {
      if (response.destroyed) return;
      this.gateway.log.error("A request to an API could not be served", error);
      if (response.headersSent) response.destroy();
      else sendAnswer(response, plainAnswer(500, "Internal Server Error"));
    });
  }
}

/** Pages of browsers may not, nor hosts that only resolve to this machine. */
const mayUsePath = ({ headers }: IncomingMessage): boolean =>
  headers["sec-fetch-site"] === undefined &&
  headers.origin === undefined &&
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(headers.host ?? "");

function addressOfHost(request: IncomingMessage): Address | undefined {
  const [, id, region] = apiHost.exec(request.headers.host ?? "") ?? [];
  if (id === undefined || region === undefined) return undefined;
  const { path, rawQuery } = split(request.url ?? "/");
  return { apiId: id.toLowerCase(), region: region.toLowerCase(), fullPath: path, rawQuery };
}

function addressOfPath(request: IncomingMessage): Address {
  const { path, rawQuery } = split(request.url ?? "/");
  const [apiId = "", ...rest] = path.slice(apiPath.length).split("/");
  return { apiId, fullPath: `/${rest.join("/")}`, rawQuery };
}

function split(url: string): { path: string; rawQuery: string } {
  const mark = url.indexOf("?");
  if (mark < 0) return { path: url, rawQuery: "" };
  return { path: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}
