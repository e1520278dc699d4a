import type { DeleteFunctionCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** A function without one is answered alike. */
export function deleteFunctionCodeSigningConfig(
  deps: LambdaDeps,
  input: DeleteFunctionCodeSigningConfigRequest,
  context: CallContext,
): object {
  const fn = findFunction(deps, context, input.FunctionName);
  if (fn.codeSigningConfigId) deps.functions.save({ ...fn, codeSigningConfigId: undefined });
  return {};
}
