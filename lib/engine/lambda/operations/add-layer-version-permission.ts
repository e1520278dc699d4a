import { randomUUID } from "node:crypto";
import type {
  AddLayerVersionPermissionRequest,
  AddLayerVersionPermissionResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter, staleRevision, statementExists } from "../errors.ts";
import type { PolicyStatement } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findPolicyOwner } from "../layers/find-layer-version.ts";
import { policyDocument, toPrincipal } from "../policy-rules.ts";

export function addLayerVersionPermission(
  deps: LambdaDeps,
  input: AddLayerVersionPermissionRequest,
  context: CallContext,
): AddLayerVersionPermissionResponse {
  const { layer, version, arn } = findPolicyOwner(deps, input, context);
  const before = version.policy;
  if (input.RevisionId && input.RevisionId !== before?.revisionId)
    throw staleRevision("GetLayerPolicy");
  const sid = input.StatementId ?? "";
  if (before?.statements.some(({ Sid }) => Sid === sid)) throw statementExists(sid);
  if (input.OrganizationId && input.Principal !== "*")
    throw invalidParameter("OrganizationId can only be used with the principal *.");
  const statement: PolicyStatement = {
    Sid: sid,
    Effect: "Allow",
    Principal: toPrincipal(input.Principal ?? ""),
    Action: input.Action ?? "",
    Resource: arn,
    ...(input.OrganizationId && {
      Condition: { StringEquals: { "aws:PrincipalOrgID": input.OrganizationId } },
    }),
  };
  const policy = {
    statements: [...(before?.statements ?? []), statement],
    revisionId: randomUUID(),
  };
  policyDocument(policy);
  deps.layers.saveVersion(layer, version.version, { ...version, policy });
  return { Statement: JSON.stringify(statement), RevisionId: policy.revisionId };
}
