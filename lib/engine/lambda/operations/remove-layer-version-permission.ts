import { randomUUID } from "node:crypto";
import type { RemoveLayerVersionPermissionRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { noPolicy, noStatement, staleRevision } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { findPolicyOwner } from "../layers/find-layer-version.ts";

export function removeLayerVersionPermission(
  deps: LambdaDeps,
  input: RemoveLayerVersionPermissionRequest,
  context: CallContext,
): object {
  const { layer, version } = findPolicyOwner(deps, input, context);
  const { policy } = version;
  if (!policy) throw noPolicy();
  const sid = input.StatementId ?? "";
  const statements = policy.statements.filter(({ Sid }) => Sid !== sid);
  if (statements.length === policy.statements.length) throw noStatement(sid);
  if (input.RevisionId && input.RevisionId !== policy.revisionId)
    throw staleRevision("GetLayerPolicy");
  deps.layers.saveVersion(layer, version.version, {
    ...version,
    policy: statements.length > 0 ? { statements, revisionId: randomUUID() } : undefined,
  });
  return {};
}
