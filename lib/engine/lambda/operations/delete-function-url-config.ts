import type { DeleteFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { without } from "../forget-qualifier.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findUrl } from "../url-rules.ts";

/** The permissions to call the URL stay, as on AWS. */
export function deleteFunctionUrlConfig(
  deps: LambdaDeps,
  input: DeleteFunctionUrlConfigRequest,
  context: CallContext,
): object {
  const { fn, key } = findUrl(deps, context, input);
  deps.functions.save({ ...fn, urls: without(fn.urls ?? {}, key) });
  return {};
}
