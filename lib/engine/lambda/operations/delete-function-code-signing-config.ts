import type { DeleteFunctionCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** There is nothing to delete; AWS answers that like a deletion. */
export function deleteFunctionCodeSigningConfig(
  deps: LambdaDeps,
  input: DeleteFunctionCodeSigningConfigRequest,
  context: CallContext,
): object {
  findFunction(deps, context, input.FunctionName);
  return {};
}
