import type {
  GetFunctionCodeSigningConfigRequest,
  GetFunctionCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { codeSigningArn } from "../code-signing/code-signing-rules.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** AWS's answer for a function without one is empty. */
export function getFunctionCodeSigningConfig(
  deps: LambdaDeps,
  input: GetFunctionCodeSigningConfigRequest,
  context: CallContext,
): Partial<GetFunctionCodeSigningConfigResponse> {
  const { codeSigningConfigId, name } = findFunction(deps, context, input.FunctionName);
  if (!codeSigningConfigId) return {};
  return {
    CodeSigningConfigArn: codeSigningArn(context, codeSigningConfigId),
    FunctionName: name,
  };
}
