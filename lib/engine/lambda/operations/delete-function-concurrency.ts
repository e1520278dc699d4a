import type { DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function deleteFunctionConcurrency(
  deps: LambdaDeps,
  input: DeleteFunctionConcurrencyRequest,
  context: CallContext,
): object {
  const fn = findFunction(deps, context, input.FunctionName);
  deps.functions.save({ ...fn, reservedConcurrency: null }, "reserved");
  return {};
}
