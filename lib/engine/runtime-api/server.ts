import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createListener, type Socket } from "node:net";
import type { Extensions } from "./extensions.ts";
import { refuse } from "./http-messages.ts";
import { serveExtensions } from "./serve-extensions.ts";
import type { RuntimeSession } from "./session.ts";

/** Who a connection belongs to. */
interface Callee {
  session: RuntimeSession;
  extensions: Extensions | undefined;
}

const calleeOfSocket = new WeakMap<Socket, Callee>();

/** An open door for one environment. */
export interface RuntimeEndpoint {
  /** `127.0.0.1:PORT`, the value of AWS_LAMBDA_RUNTIME_API. */
  address: string;
  close(): void;
}

/**
 * The Lambda Runtime API for all environments. AWS_LAMBDA_RUNTIME_API is a bare host:port, so an
 * environment is known by the loopback port it was given: one listener each (a tenth of a millisecond
 * to open, and portable, unlike further 127.x addresses), all feeding this one HTTP server.
 */
export class RuntimeApiServer {
  readonly #http: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#http = createServer({ keepAlive: true, requireHostHeader: false }, route);
    // A runtime waits for its next event as long as the environment lives.
    this.#http.requestTimeout = 0;
    this.#http.headersTimeout = 0;
    this.#http.keepAliveTimeout = 0;
    this.#http.timeout = 0;
  }

  open(session: RuntimeSession, extensions?: Extensions): Promise<RuntimeEndpoint> {
    const sockets = new Set<Socket>();
    const listener = createListener({ noDelay: true }, (socket) => {
      calleeOfSocket.set(socket, { session, extensions });
      sockets.add(socket);
      this.#sockets.add(socket);
      socket.on("close", () => {
        sockets.delete(socket);
        this.#sockets.delete(socket);
      });
      this.#http.emit("connection", socket);
    });
    return new Promise((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(0, "127.0.0.1", () => {
        const { port } = listener.address() as { port: number };
        resolve({
          address: `127.0.0.1:${port}`,
          close() {
            listener.close();
            for (const socket of sockets) socket.destroy();
          },
        });
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
  }
}

const answers = /^POST \/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

function route(request: IncomingMessage, response: ServerResponse): void {
  const callee = calleeOfSocket.get(request.socket);
  if (!callee) return void request.socket.destroy();
  const { session, extensions } = callee;
  // A runtime client is never a browser: a page that guesses a port must not reach it.
  if (request.headers.origin !== undefined || request.headers["sec-fetch-site"] !== undefined)
    return refuse(response, 403, "Forbidden", "The Runtime API does not serve browsers");
  const call = `${request.method} ${request.url}`;
  if (call === "GET /2018-06-01/runtime/invocation/next") return void session.next(response);
  const [, requestId, act] = answers.exec(call) ?? [];
  if (requestId !== undefined)
    return session[act === "error" ? "error" : "response"](requestId, request, response);
  if (call === "POST /2018-06-01/runtime/init/error")
    return void session.initError(request, response);
  if (call === "GET /2018-06-01/ping" || call === "GET /ping") return void response.end("pong");
  if (extensions && serveExtensions(call, extensions, request, response)) return;
  refuse(response, 404, "NotFound", `The Runtime API has no ${call}`);
}
