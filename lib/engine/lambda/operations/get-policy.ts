import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { notFound } from "../errors.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { policyDocument } from "../policy-rules.ts";

export function getPolicy(
  { functions }: LambdaDeps,
  input: GetPolicyRequest,
  context: CallContext,
): GetPolicyResponse {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const policy = ownValue(functions.get(context.region, name)?.policies, qualifier ?? "$LATEST");
  if (!policy) throw notFound("The resource you requested does not exist.");
  return { Policy: policyDocument(policy), RevisionId: policy.revisionId };
}
