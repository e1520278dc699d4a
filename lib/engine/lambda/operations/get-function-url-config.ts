import type {
  GetFunctionUrlConfigRequest,
  GetFunctionUrlConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeUrl, findUrl } from "../url-rules.ts";

export function getFunctionUrlConfig(
  deps: LambdaDeps,
  input: GetFunctionUrlConfigRequest,
  context: CallContext,
): GetFunctionUrlConfigResponse {
  return describeUrl(findUrl(deps, context, input), context, deps.endpoint());
}
