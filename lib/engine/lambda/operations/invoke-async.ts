import type { InvokeAsyncCommandInput, InvokeAsyncCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../http/service.ts";
import { checkPayload } from "../../invocation/check-request.ts";
import type { Invoker } from "../../invocation/invoker.ts";
import { bytesOf } from "./invoke.ts";

/** InvokeAsync, the deprecated predecessor of Invoke with InvocationType Event. */
export function invokeAsync(
  invoker: Invoker,
): Operation<
  Omit<InvokeAsyncCommandInput, "InvokeArgs"> & { InvokeArgs: Uint8Array | undefined },
  Omit<InvokeAsyncCommandOutput, "$metadata">
> {
  return (input, { region, requestId, traceHeader }) => {
    const payload = checkPayload(bytesOf(input.InvokeArgs), "InvokeAsync");
    const functionName = input.FunctionName ?? "";
    invoker.enqueue({ region, functionName, payload, requestId, traceHeader });
    return { Status: 202 };
  };
}
