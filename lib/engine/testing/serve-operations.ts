import type { AddressInfo } from "node:net";
import { createEngineServer } from "../http/serve-http.ts";
import type { CallContext, Service } from "../http/service.ts";
import type { EngineLog } from "../log.ts";
import { clientsFor, type EngineClients } from "./start-engine.ts";

/** The real services' wire facts, for tests of the wire that bring their own operations. */
const wireFacts = {
  lambda: {
    id: "lambda",
    signingName: "lambda",
    schemas: () => import("@aws-sdk/client-lambda"),
    protocols: ["restJson1"],
  },
  cloudwatch: {
    id: "cloudwatch",
    signingName: "monitoring",
    schemas: () => import("@aws-sdk/client-cloudwatch"),
    protocols: ["awsJson1.0", "awsQuery", "rpcv2Cbor"],
    targetPrefix: "GraniteServiceVersion20100801",
    queryVersion: "2010-08-01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  },
  logs: {
    id: "cloudwatch-logs",
    signingName: "logs",
    schemas: () => import("@aws-sdk/client-cloudwatch-logs"),
    protocols: ["awsJson1.1"],
    targetPrefix: "Logs_20140328",
  },
  sqs: {
    id: "sqs",
    signingName: "sqs",
    schemas: () => import("@aws-sdk/client-sqs"),
    protocols: ["awsJson1.0", "awsQuery"],
    targetPrefix: "AmazonSQS",
    queryVersion: "2012-11-05",
    xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
  },
} satisfies Record<string, Omit<Service, "operations">>;

type Room = keyof typeof wireFacts;

interface ServedOperations {
  endpoint: string;
  clients: EngineClients;
  /** What the operations were last called with. */
  last: { input?: unknown; context?: CallContext };
  logged: string[];
  stop(): Promise<void>;
}

/** Serves a few operations of real services over HTTP; each remembers its input. */
export async function serveOperations(
  rooms: Partial<Record<Room, Service["operations"]>>,
  extras: Partial<Record<Room, Partial<Service>>> = {},
): Promise<ServedOperations> {
  const last: ServedOperations["last"] = {};
  const logged: string[] = [];
  const log: EngineLog = {
    info: (message) => logged.push(message),
    error: (message, cause) =>
      logged.push(`${message} ${cause instanceof Error ? cause.stack : ""}`),
  };
  const services = Object.entries(rooms).map(([room, operations]): Service => ({
    ...wireFacts[room as Room],
    ...extras[room as Room],
    operations: remembering(operations, last),
  }));
  const server = createEngineServer({ services, accountId: "000000000000", version: "test", log });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = clientsFor(endpoint);
  return {
    endpoint,
    clients,
    last,
    logged,
    stop: () =>
      new Promise((resolve) => {
        for (const client of Object.values(clients)) client.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function remembering(
  operations: Service["operations"],
  last: ServedOperations["last"],
): Service["operations"] {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      typeof run === "function"
        ? (input: never, context: CallContext) => {
            last.input = input;
            last.context = context;
            return run(input, context);
          }
        : run,
    ]),
  );
}
