import type {
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

/** No function has a URL, since making one is refused. */
export function listFunctionUrlConfigs(
  { functions }: LambdaDeps,
  input: ListFunctionUrlConfigsRequest,
  context: CallContext,
): ListFunctionUrlConfigsResponse {
  const { name } = parseFunctionReference(input.FunctionName ?? "", undefined, context);
  if (!functions.get(context.region, name)) throw notFound("Function does not exist");
  return { FunctionUrlConfigs: [] };
}
