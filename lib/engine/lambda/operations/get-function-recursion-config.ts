import type {
  GetFunctionRecursionConfigRequest,
  GetFunctionRecursionConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getFunctionRecursionConfig(
  deps: LambdaDeps,
  input: GetFunctionRecursionConfigRequest,
  context: CallContext,
): GetFunctionRecursionConfigResponse {
  return { RecursiveLoop: findFunction(deps, context, input.FunctionName).recursiveLoop };
}
