import type { InvokeAsyncCommandInput, InvokeAsyncResponse } from "@aws-sdk/client-lambda";
import type { Operation } from "../../http/service.ts";
import { checkPayload } from "../../invocation/check-request.ts";
import type { Invoker } from "../../invocation/invoker.ts";

/** InvokeAsync, the deprecated predecessor of Invoke with InvocationType Event. */
export function invokeAsync(
  invoker: Invoker,
): Operation<InvokeAsyncCommandInput, InvokeAsyncResponse> {
  return (input, { region, requestId, traceHeader }) => {
    const payload = checkPayload(input.InvokeArgs, "InvokeAsync");
    const functionName = input.FunctionName ?? "";
    invoker.enqueue({ region, functionName, payload, requestId, traceHeader });
    return { Status: 202 };
  };
}
