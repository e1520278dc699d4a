import type { GetFunctionCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** No function can have one here, since PutFunctionCodeSigningConfig is refused; AWS's answer for none is empty. */
export function getFunctionCodeSigningConfig(
  deps: LambdaDeps,
  input: GetFunctionCodeSigningConfigRequest,
  context: CallContext,
): object {
  findFunction(deps, context, input.FunctionName);
  return {};
}
