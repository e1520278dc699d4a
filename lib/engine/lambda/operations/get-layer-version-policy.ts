import type {
  GetLayerVersionPolicyRequest,
  GetLayerVersionPolicyResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { noPolicy } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findPolicyOwner } from "../layers/find-layer-version.ts";
import { policyDocument } from "../policy-rules.ts";

export function getLayerVersionPolicy(
  deps: LambdaDeps,
  input: GetLayerVersionPolicyRequest,
  context: CallContext,
): GetLayerVersionPolicyResponse {
  const { policy } = findPolicyOwner(deps, input, context).version;
  if (!policy) throw noPolicy();
  return { Policy: policyDocument(policy), RevisionId: policy.revisionId };
}
