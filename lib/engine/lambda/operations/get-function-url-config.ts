import type { GetFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** GetFunctionUrlConfig and DeleteFunctionUrlConfig: no function has a URL, since making one is refused. */
export function getFunctionUrlConfig(
  _deps: LambdaDeps,
  input: GetFunctionUrlConfigRequest,
  context: CallContext,
): never {
  parseFunctionReference(input.FunctionName ?? "", input.Qualifier, context);
  throw notFound("The resource you requested does not exist.");
}
