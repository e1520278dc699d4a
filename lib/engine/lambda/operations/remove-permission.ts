import { randomUUID } from "node:crypto";
import type { RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { noPolicy, noStatement, notFound, staleRevision } from "../errors.ts";
import { without } from "../forget-qualifier.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

export function removePermission(
  { functions }: LambdaDeps,
  input: RemovePermissionRequest,
  context: CallContext,
): object {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const fn = functions.get(context.region, name);
  if (!fn) throw notFound(`No policy found for: ${functions.arn(context.region, name, qualifier)}`);
  const key = qualifier ?? "$LATEST";
  const policy = ownValue(fn.policies, key);
  if (!policy) throw noPolicy();
  const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === policy.statements.length) throw noStatement(input.StatementId ?? "");
  if (input.RevisionId && input.RevisionId !== policy.revisionId) throw staleRevision("GetPolicy");
  functions.save({
    ...fn,
    policies:
      statements.length === 0
        ? without(fn.policies, key)
        : { ...fn.policies, [key]: { statements, revisionId: randomUUID() } },
  });
  return {};
}
