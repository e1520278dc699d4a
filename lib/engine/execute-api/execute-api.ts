import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { sendAnswer } from "../function-urls/send-answer.ts";
import { type Gateway, plainAnswer } from "./gateway.ts";
import { HttpApis } from "./http-api.ts";

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

  constructor(
    private readonly apis: ApiStore,
    private readonly gateway: Gateway,
  ) {
    this.#http = new HttpApis(apis, gateway);
  }

  /** Serves a request whose Host is that of an API; false when it is not. */
  serveHost(request: IncomingMessage, response: ServerResponse): boolean {
    const address = addressOfHost(request);
    if (!address) return false;
    this.#serve(address, request, response);
    return true;
  }

  /** Serves a request below `apiPath`. Never a browser's: a page of an API would have the origin of the engine's. */
  servePath(request: IncomingMessage, response: ServerResponse): void {
    const address = addressOfPath(request);
    if (isBrowser(request)) {
      request.resume();
      return sendAnswer(
        response,
        plainAnswer(403, "Browsers reach an API by its host name, not by this path."),
      );
    }
    this.#serve(address, request, response);
  }

  #serve(address: Address, request: IncomingMessage, response: ServerResponse): void {
    const api = this.apis.find(address.apiId);
    if (!api || (address.region !== undefined && api.region !== address.region)) {
      request.resume();
      return sendAnswer(response, plainAnswer(403, "Forbidden"));
    }
    this.#http.serve(api, request, response, address).catch((error: unknown) => {
      if (response.destroyed) return;
      this.gateway.log.error("A request to an API could not be served", error);
      if (response.headersSent) response.destroy();
      else sendAnswer(response, plainAnswer(500, "Internal Server Error"));
    });
  }
}

const isBrowser = ({ headers }: IncomingMessage): boolean =>
  headers["sec-fetch-site"] !== undefined || headers.origin !== undefined;

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
