import type { ListTagsRequest, ListTagsResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findTagged } from "../tagged-resource.ts";

export function listTags(
  deps: LambdaDeps,
  input: ListTagsRequest,
  context: CallContext,
): ListTagsResponse {
  return { Tags: findTagged(deps, context, input.Resource ?? "").tags };
}
