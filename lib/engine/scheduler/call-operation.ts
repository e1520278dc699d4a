import { randomUUID } from "node:crypto";
import { readJson } from "../http/json-values.ts";
import { ServicePlan } from "../http/plan.ts";
import type { CallContext, Operation, Service } from "../http/service.ts";
import { validateInput } from "../http/validate-input.ts";

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

/** Finds the operation that a universal target names; undefined where the engine does not have it. */
export function findOperation(
  services: readonly Service[],
  { service: serviceName, action }: Pick<UniversalCall, "service" | "action">,
) {
  const service = services.find(({ id }) => id.replaceAll("-", "") === serviceName.toLowerCase());
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const run = service?.operations[name];
  if (!service || typeof run !== "function" || reads.test(action)) return undefined;
  return unreachable.includes(service.id) ? undefined : { service, name, run: run as Operation };
}

/** Calls an operation of another service as a schedule's role would. Throws as the service does. */
export async function callOperation(
  services: readonly Service[],
  call: UniversalCall,
): Promise<void> {
  const found = findOperation(services, call);
  if (!found) throw new Error(`The local engine has no ${call.service}:${call.action}`);
  const { service, name, run } = found;
  const plan = new ServicePlan(service).operations.get(name);
  if (!plan) throw new Error(`There is no ${name}`);
  const given: unknown = JSON.parse(call.input);
  const input = readJson(plan.input, withBytes(service, given)) as Record<string, unknown>;
  const constraints = service.constraints?.[name];
  if (constraints) validateInput(constraints, plan.input, input, service.validationErrorCode);
  const context: CallContext = {
    requestId: randomUUID(),
    region: call.region,
    accountId: call.accountId,
    accessKeyId: "scheduler.amazonaws.com",
    endpoint: call.endpoint,
    signal: new AbortController().signal,
  };
  await run(input as never, context);
}

/** The payload of a function is given as text or JSON, not in base64. */
function withBytes(service: Service, given: unknown): unknown {
  if (service.id !== "lambda" || typeof given !== "object" || given === null) return given;
  const { Payload: payload } = given as { Payload?: unknown };
  if (payload === undefined) return given;
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return { ...given, Payload: Buffer.from(text).toString("base64") };
}
