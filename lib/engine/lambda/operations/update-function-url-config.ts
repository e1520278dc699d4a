import type {
  UpdateFunctionUrlConfigRequest,
  UpdateFunctionUrlConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { UrlRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeUrl, findUrlOwner, givenCors, requireUrl } from "../url-rules.ts";

/** What is not given stays; an empty `Cors` removes the settings. */
export function updateFunctionUrlConfig(
  deps: LambdaDeps,
  input: UpdateFunctionUrlConfigRequest,
  context: CallContext,
): UpdateFunctionUrlConfigResponse {
  const { fn, key } = findUrlOwner(deps, context, input);
  const { cors: present, ...kept } = requireUrl(fn, key).url;
  const cors = input.Cors ? givenCors(input.Cors) : present;
  const url: UrlRecord = {
    ...kept,
    ...(input.AuthType && { authType: input.AuthType }),
    ...(input.InvokeMode && { invokeMode: input.InvokeMode }),
    ...(cors && { cors }),
    lastModifiedMs: deps.clock.now(),
  };
  deps.functions.save({ ...fn, urls: { ...fn.urls, [key]: url } });
  return describeUrl({ fn, key, url }, context, deps.endpoint());
}
