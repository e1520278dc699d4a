import type { CallContext } from "../../http/service.ts";
import { ServiceError } from "../../http/service.ts";
import type { InvokeRequest, InvokeResult } from "../../invocation/invoke-request.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import type { CallService } from "./service-calls.ts";

/** What the resource of a Task means. */
export type Resource =
  | { kind: "function"; arn: string }
  | { kind: "activity"; arn: string }
  | { kind: "service"; service: string; action: string; pattern: Pattern };

/** How long a task lasts: until its call is answered, the job has ended, or somebody sends its token. */
type Pattern = "" | "sync" | "sync:2" | "waitForTaskToken";

/** Ended by the caller's own means, for a Task that starts another execution. */
export type StartAndWait = (
  parameters: Record<string, unknown>,
  pattern: Pattern,
  context: CallContext,
) => Promise<unknown>;

export interface TaskDeps {
  invokeFunction(request: Omit<InvokeRequest, "source">): Promise<InvokeResult>;
  callService: CallService;
  startAndWait: StartAndWait;
}

/** Reads the `Resource` of a Task state. Throws StateError for what the engine does not call. */
export function readResource(arn: string): Resource {
  if (/^arn:aws[a-z-]*:lambda:/.test(arn)) return { kind: "function", arn };
  if (/^arn:aws[a-z-]*:states:[^:]*:[^:]*:activity:/.test(arn)) return { kind: "activity", arn };
  const [, service, action, pattern = ""] =
    /^arn:aws[a-z-]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[a-z0-9]+):(\w+)(?:\.(sync|sync:2|waitForTaskToken))?$/.exec(
      arn,
    ) ?? [];
  if (service === undefined || action === undefined)
    throw runtimeError(`The local engine does not support the resource ${arn}.`);
  return { kind: "service", service, action, pattern: pattern as Pattern };
}

/** Carries out one attempt of a Task; the answer is its result. Throws StateError. */
export async function callTask(
  resource: Exclude<Resource, { kind: "activity" }>,
  input: unknown,
  context: CallContext,
  deps: TaskDeps,
): Promise<unknown> {
  if (resource.kind === "function")
    return (await invoke(resource.arn, input, context, deps)).payload;
  const { service, action, pattern } = resource;
  const parameters = asObject(input);
  if (service === "lambda" && action === "invoke") {
    const { FunctionName: name, Qualifier: qualifier, Payload: payload = {} } = parameters;
    if (parameters.InvocationType !== undefined && parameters.InvocationType !== "RequestResponse")
      throw runtimeError(
        `The local engine does not support InvocationType ${String(parameters.InvocationType)} in a Task.`,
      );
    const reference =
      qualifier === undefined ? String(name) : `${String(name)}:${String(qualifier)}`;
    const { result, payload: answer } = await invoke(reference, payload, context, deps);
    return {
      ExecutedVersion: result.executedVersion,
      Payload: answer,
      ...sdkData(context),
      StatusCode: result.statusCode,
    };
  }
  if (service === "states" && action === "startExecution")
    return deps.startAndWait(parameters, pattern, context);
  if (pattern === "sync" || pattern === "sync:2")
    throw runtimeError(
      `The local engine does not support the resource arn:aws:states:::${service}:${action}.${pattern}.`,
    );
  const answer = await deps.callService({ service, action, parameters, context });
  if (action === "putEvents" && Number(answer.FailedEntryCount) > 0)
    throw new StateError("EventBridge.FailedEntry", JSON.stringify(answer));
  return service.startsWith("aws-sdk:") ? answer : { ...answer, ...sdkData(context) };
}

const sdkData = ({ requestId }: CallContext) => ({
  SdkHttpMetadata: { HttpStatusCode: 200 },
  SdkResponseMetadata: { RequestId: requestId },
});

async function invoke(
  functionName: string,
  input: unknown,
  { region, requestId }: CallContext,
  { invokeFunction }: TaskDeps,
): Promise<{ result: InvokeResult; payload: unknown }> {
  let result: InvokeResult;
  try {
    result = await invokeFunction({
      region,
      functionName,
      requestId,
      payload: Buffer.from(JSON.stringify(input)),
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new StateError(
      `Lambda.${error.code}`,
      `${error.message} (Service: Lambda, Status Code: ${error.status ?? 500}, Request ID: ${requestId})`,
    );
  }
  const text = Buffer.from(result.payload).toString("utf8");
  const payload = parsed(text);
  if (result.functionError) {
    const type = asObject(payload).errorType;
    throw new StateError(typeof type === "string" ? type : "Lambda.Unknown", text);
  }
  return { result, payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
