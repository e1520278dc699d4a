import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import { allowsService } from "../iam/allows-service.ts";
import { payloadLimitBytes } from "../invocation/check-request.ts";
import type { InvokeRequest, InvokeResult } from "../invocation/invoke-request.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import { policyStatements } from "../lambda/policy-statements.ts";

export interface FunctionCallOptions {
  functions: Pick<FunctionStore, "get">;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  clock: Clock;
  accountId: string;
}

export interface FunctionCall {
  functionArn: string;
  event: unknown;
  /** What calls: a route of a stage, or an authorizer. The function's policy must let it. */
  sourceArn: string;
  /** With a role of its own, an API needs no permission in the function's policy. */
  roleArn?: string | undefined;
  timeoutMs: number;
  requestId: string;
  traceHeader?: string | undefined;
  tenantId?: string | undefined;
}

/** How a call ended that has no answer, in API Gateway's terms. */
type CallFailure = "denied" | "rejected" | "failed" | "timed out" | "too large";

export type FunctionOutcome =
  | { payload: Uint8Array; failure?: undefined }
  | { failure: CallFailure; payload?: Uint8Array };

/** The ARN that an integration's or authorizer's URI names, with the stage's variables in their places. */
export function functionArnOf(
  uri: string,
  stageVariables: Readonly<Record<string, string>> = {},
): string {
  const filled = uri.replaceAll(
    /\$\{stageVariables\.(\w+)\}/g,
    (_text, name: string) => stageVariables[name] ?? "",
  );
  return /\/functions\/(arn:.+)\/invocations$/.exec(filled)?.[1] ?? filled;
}

/** Calls a function for an API and waits no longer than the integration does; the function runs on by itself. */
export async function callFunction(
  { functions, invoke, clock, accountId }: FunctionCallOptions,
  call: FunctionCall,
): Promise<FunctionOutcome> {
  const { functionArn, sourceArn, requestId } = call;
  const statements = policyStatements(functions, functionArn);
  const permission = {
    service: "apigateway.amazonaws.com",
    action: "lambda:InvokeFunction",
    sourceArn,
    sourceAccount: accountId,
  };
  if (!statements || (!call.roleArn && !allowsService(statements, permission)))
    return { failure: "denied" };
  const payload = Buffer.from(JSON.stringify(call.event));
  if (payload.byteLength > payloadLimitBytes.sync) return { failure: "too large" };
  const [, , , region = ""] = functionArn.split(":");
  const outcome = invoke({
    region,
    functionName: functionArn,
    payload,
    requestId,
    traceHeader: call.traceHeader,
    tenantId: call.tenantId,
    source: "sync",
  }).then(
    (result): FunctionOutcome =>
      result.functionError === undefined
        ? { payload: result.payload }
        : { failure: "failed", payload: result.payload },
    (error: unknown): FunctionOutcome => {
      if (error instanceof ServiceError) return { failure: "rejected" };
      throw error;
    },
  );
  let cancel = (): void => undefined;
  const timedOut = new Promise<FunctionOutcome>((resolve) => {
    cancel = clock.after(call.timeoutMs, () => resolve({ failure: "timed out" }));
  });
  try {
    return await Promise.race([outcome, timedOut]);
  } finally {
    cancel();
  }
}
