import { createServer, type RequestListener, type Server } from "node:http";
import { environmentEndpoint } from "@/lib/aws/connections";
import { resumePlans } from "@/lib/concurrency/resume-plans";
import { database, homeDir } from "@/lib/store/database";
import { settleInterrupted } from "@/lib/store/journal";
import { createGate } from "./gate";

export interface Dashboard {
  /** `http://lambdeck.localhost:PORT` */
  address: string;
  stop(): Promise<void>;
}

/**
 * Starts the dashboard: the store, Next's built pages and the gate in front of them, on 127.0.0.1 only.
 * Throws a plain sentence when the port is taken, the folder cannot be written or the pages are not built.
 */
export async function startDashboard(options: {
  port: number;
  token: string;
  /** The folder with Next's build; the working directory when left out. */
  dir?: string;
}): Promise<Dashboard> {
  const { port, token, dir = process.cwd() } = options;
  // Everything the pages' code can print or send comes from this environment.
  delete process.env.LAMBDECK_TOKEN;
  openStoreOrSay();
  // A LAMBDECK_ENDPOINT that cannot be used is told now, not at each click.
  environmentEndpoint();
  let pages: RequestListener = (_request, response) =>
    response.writeHead(503, { "retry-after": "1" }).end("Lambdeck is starting.");
  const gate = createGate({ port, token }, (request, response) => pages(request, response));
  // First the port: a second start is told at once, not after Next has loaded.
  const server = await listen(gate, port);
  try {
    const { default: next } = await import("next");
    const app = next({ dev: false, dir, hostname: "127.0.0.1", port });
    await app.prepare();
    const answer = app.getRequestHandler();
    // Now that the port is ours nobody else works on these plans, and no request has come yet.
    resumePlans();
    pages = (request, response) => void answer(request, response);
    return {
      address: `http://lambdeck.localhost:${port}`,
      stop: async () => {
        await close(server);
        await app.close();
      },
    };
  } catch (error) {
    await close(server);
    throw error;
  }
}

function openStoreOrSay(): void {
  try {
    settleInterrupted(database());
  } catch (error) {
    throw new Error(
      `cannot write to the data folder ${homeDir()} (${error instanceof Error ? error.message : String(error)}); choose another with LAMBDECK_HOME`,
      { cause: error },
    );
  }
}

/** An HTTP server on the loopback address with tight limits on slow or odd clients. */
export async function listen(listener: RequestListener, port: number): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      connectionsCheckingInterval: 2_000,
      // A missing Host is answered by the gate, like a wrong one.
      requireHostHeader: false,
    },
    listener,
  );
  // WebSockets and tunnels are not used here.
  server.on("upgrade", (_request, socket) => socket.destroy());
  server.on("connect", (_request, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `port ${port} is in use; stop the program that uses it or choose another with --port N or PORT`,
            )
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // Event streams never end by themselves.
    server.closeAllConnections();
  });
}
