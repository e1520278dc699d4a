import { randomUUID } from "node:crypto";
import { readJson } from "../http/json-values.ts";
import { planOf } from "../http/plan.ts";
import { runOperation } from "../http/run-operation.ts";
import type { CallContext, Service } from "../http/service.ts";

/** Reading is of no use to a schedule (Scheduler user guide, "Using universal targets"). */
const reads = /^(get|describe|list|poll|receive|search|scan|query|select|read|batchGet|check)/i;
/** Bodies of these come as streams, which a schedule has none of. */
const unreachable = ["s3"];

interface UniversalCall {
  region: string;
  accountId: string;
  endpoint: string;
  /** As the target's ARN names them: `sqs`, `sendMessage`. */
  service: string;
  action: string;
  /** The operation's input as JSON; bytes are text. */
  input: string;
}

/** The service that has the operation which a universal target names; undefined where the engine does not have it. */
export function findService(
  services: readonly Service[],
  { service: serviceName, action }: Pick<UniversalCall, "service" | "action">,
): Service | undefined {
  const service = services.find(({ id }) => id.replaceAll("-", "") === serviceName.toLowerCase());
  if (!service || typeof service.operations[nameOf(action)] !== "function") return undefined;
  return reads.test(action) || unreachable.includes(service.id) ? undefined : service;
}

const nameOf = (action: string): string => action.charAt(0).toUpperCase() + action.slice(1);

/** Calls an operation of another service as a schedule's role would. Throws as the service does. */
export async function callOperation(
  services: readonly Service[],
  call: UniversalCall,
): Promise<void> {
  const service = findService(services, call);
  const operation = service && (await planOf(service)).operations.get(nameOf(call.action));
  if (!operation) throw new Error(`The local engine has no ${call.service}:${call.action}`);
  const given = withBytes(service, JSON.parse(call.input));
  const input = readJson(operation.input, given) as Record<string, unknown>;
  const context: CallContext = {
    requestId: randomUUID(),
    region: call.region,
    accountId: call.accountId,
    accessKeyId: "scheduler.amazonaws.com",
    endpoint: call.endpoint,
    signal: new AbortController().signal,
  };
  await runOperation(operation, input, context);
}

/** The payload of a function is given as text or JSON, not in base64. */
function withBytes(service: Service, given: unknown): unknown {
  if (service.id !== "lambda" || typeof given !== "object" || given === null) return given;
  const { Payload: payload } = given as { Payload?: unknown };
  if (payload === undefined) return given;
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return { ...given, Payload: Buffer.from(text).toString("base64") };
}
