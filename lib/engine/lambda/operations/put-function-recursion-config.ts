import type {
  PutFunctionRecursionConfigRequest,
  PutFunctionRecursionConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Whether a loop of calls that comes back to the function for the seventeenth time is stopped. */
export function putFunctionRecursionConfig(
  deps: LambdaDeps,
  input: PutFunctionRecursionConfigRequest,
  context: CallContext,
): PutFunctionRecursionConfigResponse {
  const fn = findFunction(deps, context, input.FunctionName);
  const recursiveLoop = input.RecursiveLoop ?? fn.recursiveLoop;
  deps.functions.save({ ...fn, recursiveLoop });
  return { RecursiveLoop: recursiveLoop };
}
