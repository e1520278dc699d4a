import type { UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findTagged } from "../tagged-resource.ts";

/** Keys that are not there are passed over, as on AWS. */
export function untagResource(
  deps: LambdaDeps,
  input: UntagResourceRequest,
  context: CallContext,
): object {
  const { TagKeys: keys = [], Resource: arn = "" } = input;
  const resource = findTagged(deps, context, arn);
  resource.setTags(
    Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key))),
  );
  return {};
}
