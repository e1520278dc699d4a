import type {
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeEventInvoke, findEventInvoke } from "../event-invoke-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getFunctionEventInvokeConfig(
  deps: LambdaDeps,
  input: GetFunctionEventInvokeConfigRequest,
  context: CallContext,
): FunctionEventInvokeConfig {
  const { record, ...target } = findEventInvoke(deps, context, input);
  return describeEventInvoke(target, record, context.accountId);
}
