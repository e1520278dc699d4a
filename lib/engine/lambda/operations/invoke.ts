import type { InvocationResponse, InvokeCommandInput } from "@aws-sdk/client-lambda";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { Operation } from "../../http/service.ts";
import { checkClientContext, checkPayload } from "../../invocation/check-request.ts";
import type { Invoker } from "../../invocation/invoker.ts";

/** Invoke: RequestResponse waits for the answer, Event queues, DryRun only checks. */
export function invoke(invoker: Invoker): Operation<InvokeCommandInput, InvocationResponse> {
  return async (input, { region, requestId, traceHeader }) => {
    refuseFields("InvalidParameterValueException", input, {
      DurableExecutionName: "durable functions are not imitated",
    });
    const type = input.InvocationType ?? "RequestResponse";
    const functionName = input.FunctionName ?? "";
    const { Qualifier: qualifier, TenantId: tenantId } = input;
    const clientContext = checkClientContext(input.ClientContext);
    if (type === "DryRun") {
      invoker.dryRun({ region, functionName, qualifier, tenantId });
      return { StatusCode: 204 };
    }
    const payload = checkPayload(input.Payload, type === "Event" ? "Event" : "sync");
    const called = { region, functionName, qualifier, tenantId, requestId, traceHeader };
    const request = { ...called, payload, clientContext };
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
