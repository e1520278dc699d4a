import type { AddressInfo } from "node:net";
import { type OperationPlan, planOf } from "../http/plan.ts";
import { createEngineServer } from "../http/serve-http.ts";
import { type CallContext, type Service, ServiceError } from "../http/service.ts";
import type { Shape } from "../http/shape.ts";
import { silentLog } from "../log.ts";
import { makeValue } from "./make-value.ts";
import { Random } from "./random.ts";

/** Callers with this access key and a code are answered with that error. */
export const failingKey = "fails-with-";
export const failureMessage = "It failed: <&>\"' grün";

export interface Mirror {
  endpoint: string;
  operations: OperationPlan[];
  /** What each operation was last called with, as `service.Operation`. */
  received: Map<string, unknown>;
  stop(): Promise<void>;
}

export const keyOf = (operation: OperationPlan): string =>
  `${operation.service.service.id}.${operation.name}`;

/**
 * Serves all that the services implement with nothing behind it: each operation remembers its input and
 * answers with `outputOf` it, so that clients can be held against what they sent and got.
 */
export async function mirrorServices(services: readonly Service[]): Promise<Mirror> {
  const received: Mirror["received"] = new Map();
  const plans = new Map<string, OperationPlan>();
  const mirrored = services.map((service): Service => {
    const names = Object.keys(service.operations).filter(
      (name) => typeof service.operations[name] === "function",
    );
    const mirror =
      (name: string) =>
      (input: unknown, { accessKeyId }: CallContext) => {
        const key = `${service.id}.${name}`;
        received.set(key, input);
        if (accessKeyId.startsWith(failingKey))
          throw new ServiceError(accessKeyId.slice(failingKey.length), failureMessage);
        const plan = plans.get(key);
        return plan && withEvents(plan.output, outputOf(plan));
      };
    return {
      ...service,
      constraints: undefined,
      others: undefined,
      operations: Object.fromEntries(names.map((name) => [name, mirror(name)])),
    };
  });
  for (const service of mirrored)
    for (const plan of (await planOf(service)).operations.values()) plans.set(keyOf(plan), plan);
  const server = createEngineServer({
    services: mirrored,
    accountId: "000000000000",
    version: "mirror",
    log: silentLog,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations: [...plans.values()],
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The same for every call: a value for every member. An event stream is one event. */
export function outputOf(plan: OperationPlan): Record<string, unknown> {
  return madeFor(plan, plan.output);
}

/** What a client is to send. */
export function inputOf(plan: OperationPlan): Record<string, unknown> {
  // A global endpoint of EventBridge is an address of its own, and clients do not call this one then.
  const { EndpointId: _address, ...input } = madeFor(plan, plan.input);
  return input;
}

function madeFor(plan: OperationPlan, shape: Shape): Record<string, unknown> {
  const seed = Buffer.from(keyOf(plan)).reduce((sum, byte) => sum * 31 + byte, 7);
  return makeValue(shape, new Random(seed), { share: 1, plain: true }) as Record<string, unknown>;
}

function withEvents(shape: Shape, output: Record<string, unknown>): Record<string, unknown> {
  const stream = shape.eventStream;
  if (!stream) return output;
  const event = output[stream.name];
  return {
    ...output,
    [stream.name]: (async function* () {
      yield event;
    })(),
  };
}

/** Times and bytes in a form that JSON and Python share. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return { $time: value.getTime() / 1000 };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(comparable);
  // The SDK's text that can be read as JSON.
  if (value instanceof String) return value.toString();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, comparable(item)]),
  );
}
