import type {
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { findFunction } from "../find-function.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function getFunctionConcurrency(
  deps: LambdaDeps,
  input: GetFunctionConcurrencyRequest,
  context: CallContext,
): GetFunctionConcurrencyResponse {
  const { reservedConcurrency } = findFunction(deps, context, input.FunctionName);
  return reservedConcurrency === null ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
}
