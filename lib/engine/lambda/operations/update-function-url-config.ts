import type { UpdateFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** There is no URL to change, since making one is refused. */
export function updateFunctionUrlConfig(
  { functions }: LambdaDeps,
  input: UpdateFunctionUrlConfigRequest,
  context: CallContext,
): never {
  const { name } = parseFunctionReference(input.FunctionName ?? "", input.Qualifier, context);
  if (!functions.get(context.region, name)) throw notFound("Function does not exist");
  throw notFound("The resource you requested does not exist.");
}
