import type { DeleteFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findEventInvoke } from "../event-invoke-rules.ts";
import { without } from "../forget-qualifier.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function deleteFunctionEventInvokeConfig(
  deps: LambdaDeps,
  input: DeleteFunctionEventInvokeConfigRequest,
  context: CallContext,
): object {
  const { fn, qualifier } = findEventInvoke(deps, context, input);
  deps.functions.save({ ...fn, eventInvoke: without(fn.eventInvoke, qualifier) });
  return {};
}
