import type {
  PutFunctionCodeSigningConfigRequest,
  PutFunctionCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findCodeSigningForFunction } from "../code-signing/code-signing-rules.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** Counts from the next deployment on: the code that is there stays. */
export function putFunctionCodeSigningConfig(
  deps: LambdaDeps,
  input: PutFunctionCodeSigningConfigRequest,
  context: CallContext,
): PutFunctionCodeSigningConfigResponse {
  const { CodeSigningConfigArn = "" } = input;
  const config = findCodeSigningForFunction(deps, CodeSigningConfigArn, context);
  const fn = findFunction(deps, context, input.FunctionName);
  deps.functions.save({ ...fn, codeSigningConfigId: config.id });
  return { CodeSigningConfigArn, FunctionName: fn.name };
}
