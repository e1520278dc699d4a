import type { TagResourceRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findTagged } from "../tagged-resource.ts";
import { checkTagCount } from "../tags.ts";

export function tagResource(
  deps: LambdaDeps,
  input: TagResourceRequest,
  context: CallContext,
): object {
  const { Tags: added = {}, Resource: arn = "" } = input;
  if (Object.keys(added).length === 0)
    throw invalidParameter("An error occurred and the request cannot be processed.");
  const resource = findTagged(deps, context, arn);
  const tags = { ...resource.tags, ...added };
  checkTagCount(tags);
  resource.setTags(tags);
  return {};
}
