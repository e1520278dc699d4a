import type {
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";
import { describeUrl } from "../url-rules.ts";

const pageLimit = 50;

/** The URLs of a function and its aliases. */
export function listFunctionUrlConfigs(
  deps: LambdaDeps,
  input: ListFunctionUrlConfigsRequest,
  context: CallContext,
): ListFunctionUrlConfigsResponse {
  const { name } = parseFunctionReference(input.FunctionName ?? "", undefined, context);
  const fn = deps.functions.get(context.region, name);
  if (!fn) throw notFound("Function does not exist");
  const { items, nextMarker } = pageOf(
    Object.entries(fn.urls ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    ([key]) => key,
    input.Marker,
    input.MaxItems ?? pageLimit,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    FunctionUrlConfigs: items.map(([key, url]) =>
      describeUrl({ fn, key, url }, context, deps.endpoint()),
    ),
  };
}
