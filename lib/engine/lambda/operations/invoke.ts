import type { InvokeCommandInput, InvokeCommandOutput } from "@aws-sdk/client-lambda";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { Operation } from "../../http/service.ts";
import type { Invoker } from "../../invocation/invoker.ts";
import { checkClientContext, checkPayload } from "../../invocation/check-request.ts";

/** Invoke: RequestResponse waits for the answer, Event queues, DryRun only checks. */
export function invoke(
  invoker: Invoker,
): Operation<
  InvokeCommandInput,
  Omit<InvokeCommandOutput, "$metadata" | "Payload"> & { Payload?: Uint8Array }
> {
  return async (input, { region, requestId, traceHeader }) => {
    refuseFields("InvalidParameterValueException", input, {
      TenantId: "tenant isolation is not imitated",
      DurableExecutionName: "durable functions are not imitated",
    });
    const type = input.InvocationType ?? "RequestResponse";
    const functionName = input.FunctionName ?? "";
    const qualifier = input.Qualifier;
    const clientContext = checkClientContext(input.ClientContext);
    if (type === "DryRun") {
      const executedVersion = invoker.dryRun({ region, functionName, qualifier });
      return { StatusCode: 204, ExecutedVersion: executedVersion };
    }
    const payload = checkPayload(bytesOf(input.Payload), type === "Event" ? "Event" : "sync");
    const request = {
      region,
      functionName,
      qualifier,
      payload,
      clientContext,
      requestId,
      traceHeader,
    };
    if (type === "Event") {
      invoker.enqueue(request);
      return { StatusCode: 202 };
    }
    const result = await invoker.invoke({
      ...request,
      logTail: input.LogType === "Tail",
      source: "sync",
    });
    return {
      StatusCode: result.statusCode,
      ExecutedVersion: result.executedVersion,
      ...(result.functionError && { FunctionError: result.functionError }),
      ...(result.logTail !== undefined && { LogResult: result.logTail }),
      Payload: result.payload,
    };
  };
}

/** The decoder gives bytes; the SDK's type allows text as well. */
export function bytesOf(payload: string | Uint8Array | undefined): Uint8Array {
  return typeof payload === "string" ? Buffer.from(payload) : (payload ?? new Uint8Array());
}
